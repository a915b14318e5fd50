/** The whole system on the parts that a user runs: Mosquitto, a PostgreSQL server, a controller we did not write. */
@NullMarked
package org.archivevault.system;

import org.jspecify.annotations.NullMarked;
