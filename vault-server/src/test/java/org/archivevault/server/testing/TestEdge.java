package org.archivevault.server.testing;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.archivevault.link.Qos;
import org.archivevault.link.Wire;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.MalformedMessage;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.MovingCommand;
import org.archivevault.protocol.command.OpenAisle;
import org.archivevault.protocol.command.RefusalCode;
import org.archivevault.protocol.command.Ventilate;
import org.archivevault.protocol.event.BlockView;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.protocol.event.Lane;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.protocol.link.Committed;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.EdgeStatus;
import org.archivevault.protocol.link.EventBatch;
import org.archivevault.protocol.link.SequencedEvent;
import org.archivevault.protocol.link.Topics;

/**
 * An edge written for tests: speaks the real topics and messages, keeps its events until they are acknowledged, keeps the
 * highest token, and opens aisles at once. It shares no code with the edge agent.
 */
public final class TestEdge {
    private static final long BEAT_MILLIS = 100;
    private static final long RESEND_MILLIS = 300;

    /** What it does with a command that moves. */
    public enum Manner {
        /** Opens the aisle, or spreads the carriages, at once. */
        OBEYS,
        /** Begins to move and says no more. */
        KEEPS_MOVING,
        /** Takes the command and says nothing at all. */
        SILENT,
        /** Says that somebody is in aisle 2. */
        REFUSES,
        /** Says that the outcome is unknown. */
        DOES_NOT_KNOW
    }

    private final Wire wire;
    private final EdgeId edge;
    private final List<BlockId> blocks;
    private final LongSupplier monotonicMillis;
    private final Context context;
    private final UUID boot = UUID.randomUUID();
    private final UUID outbox = UUID.randomUUID();
    private final TreeMap<Long, SequencedEvent> kept = new TreeMap<>();
    private final Map<BlockId, Long> highest = new ConcurrentHashMap<>();
    private final Map<BlockId, List<Obstacle>> obstacles = new ConcurrentHashMap<>();
    private final List<Command> received = new CopyOnWriteArrayList<>();
    private final List<MovingCommand> moved = new CopyOnWriteArrayList<>();
    private final Set<BlockId> spread = ConcurrentHashMap.newKeySet();
    private final Map<BlockId, List<Obstacle>> againstSpreading = new ConcurrentHashMap<>();
    private volatile Manner manner = Manner.OBEYS;
    private volatile boolean beating = true;
    private volatile boolean knowsOfSpreading = true;
    private long nextSeq = 1;

    public TestEdge(Vertx vertx, Wire wire, EdgeId edge, List<BlockId> blocks, LongSupplier monotonicMillis) {
        this.wire = wire;
        this.edge = edge;
        this.blocks = List.copyOf(blocks);
        this.monotonicMillis = monotonicMillis;
        this.context = vertx.getOrCreateContext();
        wire.subscribe(Topics.commands(edge), Qos.AT_LEAST_ONCE, (t, p, at) -> onLoop(() -> command(p)));
        wire.subscribe(Topics.stop(edge), Qos.AT_LEAST_ONCE, (t, p, at) -> onLoop(() -> command(p)));
        wire.subscribe(Topics.committed(edge), Qos.AT_LEAST_ONCE, (t, p, at) -> onLoop(() -> committed(p)));
        status(true);
        beat();
        vertx.setPeriodic(BEAT_MILLIS, tick -> onLoop(this::beat));
        vertx.setPeriodic(RESEND_MILLIS, tick -> onLoop(this::sendOldest));
    }

    public TestEdge behaving(Manner next) {
        manner = next;
        return this;
    }

    /** Stops or goes on sending views. */
    public void beating(boolean on) {
        beating = on;
    }

    /** As an edge of an earlier version, whose views say nothing of spreading. */
    public void knowsNothingOfSpreading() {
        knowsOfSpreading = false;
        onLoop(this::beat);
    }

    /** What beside obstacles forbids to spread. */
    public void againstSpreading(BlockId block, Obstacle... now) {
        againstSpreading.put(block, List.of(now));
        onLoop(this::beat);
    }

    public void obstacles(BlockId block, Obstacle... now) {
        obstacles.put(block, List.of(now));
        onLoop(this::beat);
    }

    /** Says that it comes or goes. */
    public void status(boolean online) {
        EdgeStatus status = new EdgeStatus(edge, online, boot, Instant.now(), blocks);
        wire.publish(Topics.status(edge), Json.bytes(status), Qos.AT_LEAST_ONCE, true);
    }

    /** As if it had accepted that token before the server's records were restored. */
    public void hasAccepted(BlockId block, long token) {
        highest.put(block, token);
    }

    /** Every command that came, in order. */
    public List<Command> received() {
        return List.copyOf(received);
    }

    /** Every command that opened an aisle, in order. */
    public List<OpenAisle> moved() {
        return moved.stream()
                .filter(OpenAisle.class::isInstance)
                .map(OpenAisle.class::cast)
                .toList();
    }

    /** Every command that spread carriages, in order. */
    public List<Ventilate> spreads() {
        return moved.stream()
                .filter(Ventilate.class::isInstance)
                .map(Ventilate.class::cast)
                .toList();
    }

    public UUID outbox() {
        return outbox;
    }

    /** Records that something happened. */
    public void happened(EdgeEvent event) {
        onLoop(() -> {
            keep(event);
            sendOldest();
        });
    }

    private void onLoop(Runnable work) {
        context.runOnContext(turn -> work.run());
    }

    private void beat() {
        if (beating) {
            blocks.forEach(
                    block -> wire.publish(Topics.view(edge, block), Json.bytes(view(block)), Qos.AT_MOST_ONCE, false));
        }
    }

    private BlockView view(BlockId block) {
        return new BlockView(
                block,
                new EdgeInstant(boot, monotonicMillis.getAsLong()),
                10L,
                0,
                false,
                spread.contains(block),
                null,
                false,
                false,
                List.of(),
                List.of(),
                obstacles.getOrDefault(block, List.of()),
                knowsOfSpreading ? againstSpreading.getOrDefault(block, List.of()) : null);
    }

    private void command(byte[] payload) {
        Command command;
        try {
            command = Json.read(payload, Command.class);
        } catch (MalformedMessage e) {
            throw new AssertionError("the server sent something malformed", e);
        }
        received.add(command);
        MovingCommand moving = command instanceof MovingCommand moves ? moves : null;
        keep(new EdgeEvent.CommandReceived(
                command.id(),
                command.block(),
                Json.mapper().valueToTree(command).path("type").asText(),
                moving == null ? null : moving.token(),
                command.subject(),
                command.reason()));
        if (moving == null) {
            end(command, new CommandOutcome.Executed(false));
        } else {
            move(moving);
        }
        sendOldest();
    }

    private void move(MovingCommand asked) {
        long accepted = highest.getOrDefault(asked.block(), 0L);
        if (asked.token().value() <= accepted) {
            end(asked, CommandOutcome.Refused.tokenNotNewer(new FencingToken(accepted)));
            return;
        }
        highest.put(asked.block(), asked.token().value());
        Manner now = manner;
        if (now == Manner.SILENT) {
            return;
        }
        if (now == Manner.DOES_NOT_KNOW) {
            end(asked, new CommandOutcome.Unknown("no echo"));
            return;
        }
        if (now == Manner.REFUSES) {
            end(asked, new CommandOutcome.Refused(RefusalCode.PERSON_IN_AISLE, "2"));
            return;
        }
        int aisle = asked.goal().aisle();
        moved.add(asked);
        keep(new EdgeEvent.MotionIntended(asked.id(), asked.block(), aisle, asked.token()));
        end(asked, new CommandOutcome.Executed(true));
        keep(new EdgeEvent.MotionStarted(asked.block(), aisle, asked.id()));
        if (now == Manner.OBEYS) {
            boolean isSpread = asked.goal().isSpread();
            keep(new EdgeEvent.MotionStopped(asked.block(), aisle, asked.id(), isSpread));
            spread.remove(asked.block());
            if (isSpread) {
                spread.add(asked.block());
            }
        }
    }

    private void end(Command command, CommandOutcome outcome) {
        keep(new EdgeEvent.CommandEnded(command.id(), command.block(), outcome));
    }

    private void keep(EdgeEvent event) {
        kept.put(nextSeq, new SequencedEvent(nextSeq, Instant.now(), event));
        nextSeq++;
    }

    private void sendOldest() {
        if (!kept.isEmpty()) {
            List<SequencedEvent> oldest =
                    new ArrayList<>(kept.values()).subList(0, Math.min(kept.size(), EventBatch.MAX_EVENTS));
            EventBatch batch = new EventBatch(edge, outbox, Lane.ACCESS, kept.firstKey(), oldest);
            wire.publish(Topics.events(edge, Lane.ACCESS), Json.bytes(batch), Qos.AT_LEAST_ONCE, false);
        }
    }

    private void committed(byte[] payload) {
        try {
            Committed word = Json.read(payload, Committed.class);
            kept.headMap(word.upTo(), true).clear();
            sendOldest();
        } catch (MalformedMessage e) {
            throw new AssertionError("the server sent something malformed", e);
        }
    }
}
