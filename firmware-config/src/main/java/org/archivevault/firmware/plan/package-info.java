/** A site plan: what stands where in one site, which controller drives it, and what guards it. */
@NullMarked
package org.archivevault.firmware.plan;

import org.jspecify.annotations.NullMarked;
