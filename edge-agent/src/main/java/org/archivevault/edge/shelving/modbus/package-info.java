/** The shelving controller over Modbus, as a profile describes it. Only this package knows that it is Modbus. */
@NullMarked
package org.archivevault.edge.shelving.modbus;

import org.jspecify.annotations.NullMarked;
