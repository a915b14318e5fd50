package org.archivevault.edge.shelving;

import org.archivevault.firmware.profile.ShelvingProfile.Role;
import org.archivevault.firmware.profile.ShelvingProfile.Signal;

/**
 * One value of one block as one unit reports it. Two units may watch the same aisle: then it has two wires.
 *
 * @param role what it means
 * @param place the aisle or carriage it speaks of, 0 for the whole block
 * @param unit the Modbus unit that reports it
 * @param signal where it lies in that unit's registers
 * @param offset its place in the signal's array, 0-based; 0 for a single value
 */
public record Wire(Role role, int place, int unit, Signal signal, int offset) {}
