@NullMarked
package org.archivevault.server.shelving;

import org.jspecify.annotations.NullMarked;
