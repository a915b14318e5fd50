/** The append-only, hash-chained record of who did what (docs/reference/access-log.md). */
@NullMarked
package org.archivevault.server.accesslog;

import org.jspecify.annotations.NullMarked;
