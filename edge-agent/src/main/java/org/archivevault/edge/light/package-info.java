/** Which pick lights ought to burn: decisions only. Lights move nothing and are asked nothing by what moves. */
@NullMarked
package org.archivevault.edge.light;

import org.jspecify.annotations.NullMarked;
