package org.archivevault.edge.shelving;

/**
 * What a unit's identity and watchdog registers read back.
 *
 * @param unit who answered
 * @param observedAt when the first question was asked, in milliseconds on the edge's clock
 * @param identity whether it is what the profile says, with as many carriages as the plan says
 * @param watchdog whether time-out and action are what the profile says
 * @param detail what reads otherwise, or empty
 */
public record Verification(int unit, long observedAt, boolean identity, boolean watchdog, String detail) {}
