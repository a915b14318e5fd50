/** Device profiles: how one kind of device is spoken to, as data. */
@NullMarked
package org.archivevault.firmware.profile;

import org.jspecify.annotations.NullMarked;
