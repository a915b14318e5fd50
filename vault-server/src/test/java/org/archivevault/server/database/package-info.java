@NullMarked
package org.archivevault.server.database;

import org.jspecify.annotations.NullMarked;
