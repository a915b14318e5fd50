@NullMarked
package org.archivevault.server;

import org.jspecify.annotations.NullMarked;
