@NullMarked
package org.archivevault.server.accesslog;

import org.jspecify.annotations.NullMarked;
