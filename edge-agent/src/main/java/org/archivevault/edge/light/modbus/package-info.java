/** Light controllers over Modbus, as a profile describes them. Only this package knows that they are Modbus. */
@NullMarked
package org.archivevault.edge.light.modbus;

import org.jspecify.annotations.NullMarked;
