@NullMarked
package org.archivevault.server.search;

import org.jspecify.annotations.NullMarked;
