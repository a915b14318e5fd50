/** How carriages move along their rails: pure geometry and kinematics, time is an argument. */
@NullMarked
package org.archivevault.simulator.rails;

import org.jspecify.annotations.NullMarked;
