/**
 * How edge and server talk: at least once for what happened, at most once for what is asked.
 *
 * <h2>The acknowledgement protocol</h2>
 *
 * <p>The broker is only a wire. Its own acknowledgements (MQTT QoS) say that <em>it</em> has a message, never that the
 * server has it, and they MUST NOT be taken for more.
 *
 * <ol>
 *   <li>The edge MUST write an event to its outbox and have it on the disk (fsync) before {@code append} completes and
 *       before anything else relies on it.
 *   <li>Sequence numbers count from 1 per outbox and lane, without gaps. They MUST NOT be given twice in one outbox,
 *       whatever restarts. A new outbox file MUST have a new random id.
 *   <li>The edge MUST send events of a lane in order, one batch at a time, always beginning with the oldest that it does
 *       not know to be committed. It MUST send again after a reconnect and after two seconds without an answer.
 *   <li>The server MUST store the new events of a batch and move its cursor {@code (edge, outbox, lane) → seq} in one
 *       database transaction, and MUST answer {@code Committed} only after that transaction is durable.
 *   <li>The server MUST ignore events at or below its cursor, MUST answer such a batch with its cursor all the same, and
 *       MUST report a gap when the first new event is not the cursor's next.
 *   <li>The edge MUST NOT delete an event before a {@code Committed} that names its outbox and reaches its number. It MUST
 *       ignore a {@code Committed} that names another outbox.
 *   <li>A {@code Committed} that is lower than an earlier one (a restored database) MUST make the edge send from there
 *       again, as far as it still can. One that is higher than what the outbox ever held (a restored outbox) MUST make the
 *       edge take a new outbox id and send all again.
 *   <li>The access lane MUST NOT drop anything: when the disk is full, {@code append} fails and the caller refuses to
 *       move. The telemetry lane MAY drop its oldest and MUST then append which and how many.
 *   <li>A batch or status MUST be believed only from its own edge's branch of topics.
 *   <li>Commands are published once, QoS 1, not retained, over clean sessions: an edge that is away MUST NOT get one later.
 *       Nobody repeats a command.
 * </ol>
 */
@NullMarked
package org.archivevault.link;

import org.jspecify.annotations.NullMarked;
