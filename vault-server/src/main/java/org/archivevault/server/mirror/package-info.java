/** A copy of the climate history in an InfluxDB 2, when one is configured. Only this room knows the InfluxDB client. */
@NullMarked
package org.archivevault.server.mirror;

import org.jspecify.annotations.NullMarked;
