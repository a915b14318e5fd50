@NullMarked
package org.archivevault.server.retrieval;

import org.jspecify.annotations.NullMarked;
