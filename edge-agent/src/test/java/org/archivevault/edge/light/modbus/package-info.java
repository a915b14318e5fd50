@NullMarked
package org.archivevault.edge.light.modbus;

import org.jspecify.annotations.NullMarked;
