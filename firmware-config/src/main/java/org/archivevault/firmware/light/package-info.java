/** Pick lights as data: how a Modbus light controller is recognised and where its lamps lie. */
@NullMarked
package org.archivevault.firmware.light;

import org.jspecify.annotations.NullMarked;
