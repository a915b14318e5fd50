/** Sources as data: what a sensor bridge or camera system says on which topic, and what that means. */
@NullMarked
package org.archivevault.firmware.source;

import org.jspecify.annotations.NullMarked;
