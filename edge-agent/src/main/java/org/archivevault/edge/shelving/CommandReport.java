package org.archivevault.edge.shelving;

/**
 * What a unit says about the last command it dealt with.
 *
 * @param token that command's token, 0 for none
 * @param result how it stands
 * @param refusal the number of the controller's refusal, 0 for none
 * @param observedAt when this was asked for, in milliseconds on the edge's clock
 */
record CommandReport(long token, LastResult result, int refusal, long observedAt) {}
