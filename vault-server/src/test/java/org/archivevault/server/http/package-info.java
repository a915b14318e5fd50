@NullMarked
package org.archivevault.server.http;

import org.jspecify.annotations.NullMarked;
