@NullMarked
package org.archivevault.server.preservation;

import org.jspecify.annotations.NullMarked;
