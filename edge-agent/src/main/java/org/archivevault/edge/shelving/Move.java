package org.archivevault.edge.shelving;

import org.archivevault.firmware.profile.ShelvingProfile.Direction;

/**
 * What the controller is asked for to open an aisle.
 *
 * @param aisle the aisle to open
 * @param unit the unit that gets the order
 * @param direction which way its carriage goes; {@link Direction#ANY} when the controller finds the way itself
 */
public record Move(int aisle, int unit, Direction direction) {}
