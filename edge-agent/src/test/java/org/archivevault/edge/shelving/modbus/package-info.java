@NullMarked
package org.archivevault.edge.shelving.modbus;

import org.jspecify.annotations.NullMarked;
