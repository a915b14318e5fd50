@NullMarked
package org.archivevault.server.round;

import org.jspecify.annotations.NullMarked;
