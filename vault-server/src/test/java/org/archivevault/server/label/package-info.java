@NullMarked
package org.archivevault.server.label;

import org.jspecify.annotations.NullMarked;
