/** The HTTP side: one contract, checked requests, one error form. Features register their operations here. */
@NullMarked
package org.archivevault.server.http;

import org.jspecify.annotations.NullMarked;
