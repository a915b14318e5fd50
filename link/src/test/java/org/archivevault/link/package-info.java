@NullMarked
package org.archivevault.link;

import org.jspecify.annotations.NullMarked;
