/** Rounds, disinfection and ventilation: when each is due, the record of each time, and whether ventilating would help. */
@NullMarked
package org.archivevault.server.round;

import org.jspecify.annotations.NullMarked;
