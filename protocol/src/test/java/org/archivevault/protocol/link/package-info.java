@NullMarked
package org.archivevault.protocol.link;

import org.jspecify.annotations.NullMarked;
