@NullMarked
package org.archivevault.server.alarm;

import org.jspecify.annotations.NullMarked;
