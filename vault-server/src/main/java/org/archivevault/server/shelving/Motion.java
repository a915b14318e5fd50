package org.archivevault.server.shelving;

/**
 * What whoever asks for motion works with, always in this order: lock the block, see that nothing moves, order, commit,
 * send.
 *
 * @param leases the blocks' rows
 * @param ledger the commands' rows
 * @param orders the one way to a command that moves
 */
public record Motion(BlockLeases leases, CommandLedger ledger, MotionOrders orders) {}
