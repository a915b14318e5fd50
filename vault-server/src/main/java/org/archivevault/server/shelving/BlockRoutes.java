package org.archivevault.server.shelving;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.command.AcknowledgeComms;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.LockBlock;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.command.UnlockBlock;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.EventStream;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The operations on blocks: look, watch, stop, acknowledge, lock, unlock. */
public final class BlockRoutes implements RouteGroup {
    /** Between two looks whether a watched view has become too old, in milliseconds. */
    private static final long AGE_CHECK_MILLIS = 500;

    private static final Set<Role> KEEPERS = Set.of(Role.ARCHIVIST, Role.FACILITIES);
    private static final Set<Role> LOCKERS = Set.of(Role.ARCHIVIST, Role.FACILITIES, Role.SECURITY);

    private final SitePlan plan;
    private final BlockViews views;
    private final StopDesk stops;
    private final BlockCommands commands;
    private final Supplier<UUID> ids;

    BlockRoutes(SitePlan plan, BlockViews views, StopDesk stops, BlockCommands commands, Supplier<UUID> ids) {
        this.plan = plan;
        this.views = views;
        this.stops = stops;
        this.commands = commands;
        this.ids = ids;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("listBlocks", Role.ANY, context -> list());
        routes.on("getBlock", Role.ANY, context -> Future.succeededFuture(Answer.ok(answer(blockIn(context)))));
        routes.stream("watchBlock", Role.ANY, this::watch);
        routes.always("stopBlock", this::stop);
        routes.on("acknowledgeComms", KEEPERS, context -> give(context, this::acknowledge));
        routes.on("lockBlock", LOCKERS, context -> give(context, this::lock));
        routes.on("unlockBlock", KEEPERS, context -> give(context, this::unlock));
    }

    private Future<Answer> list() {
        List<BlockAnswer> blocks = plan.blocks().stream()
                .flatMap(block -> BlockAnswer.of(plan, views, block.id()).stream())
                .toList();
        return Future.succeededFuture(Answer.ok(blocks));
    }

    private Future<Answer> stop(RoutingContext context) {
        BlockId block = blockIn(context);
        return stops.stop(Principals.of(context), block, edgeOf(block)).map(Answer::accepted);
    }

    private Future<Answer> watch(RoutingContext context) {
        BlockId block = blockIn(context);
        edgeOf(block);
        new Watch(block, context).start();
        return Future.succeededFuture(Answer.handled());
    }

    /** One listener: told of every view, and when the newest has become too old. Lives on one event loop. */
    private final class Watch {
        private final BlockId block;
        private final RoutingContext request;
        private Optional<List<BlockAnswer.ObstacleAnswer>> told = Optional.empty();

        Watch(BlockId block, RoutingContext request) {
            this.block = block;
            this.request = request;
        }

        void start() {
            Context loop = request.vertx().getOrCreateContext();
            Runnable[] endings = {() -> {}};
            EventStream stream = EventStream.open(request, () -> endings[0].run());
            Runnable unwatch = views.watch(block, view -> loop.runOnContext(turn -> tell(stream)));
            long timer = request.vertx().setPeriodic(AGE_CHECK_MILLIS, tick -> tellWhenAged(stream));
            endings[0] = () -> {
                unwatch.run();
                request.vertx().cancelTimer(timer);
            };
            tell(stream);
        }

        private void tell(EventStream stream) {
            BlockAnswer now = answer(block);
            String id = now.view() == null
                    ? "none"
                    : now.view().asOf().boot() + "/" + now.view().asOf().millis();
            if (stream.send("block", id, now)) {
                told = Optional.of(now.obstacles());
            }
        }

        /** Only a change of what forbids motion is told: the age inside a sentence grows with every look. */
        private void tellWhenAged(EventStream stream) {
            List<BlockAnswer.ObstacleAnswer> now = answer(block).obstacles();
            boolean same = told.map(before -> codes(before).equals(codes(now))).orElse(false);
            if (!same) {
                tell(stream);
            }
        }

        private List<Object> codes(List<BlockAnswer.ObstacleAnswer> obstacles) {
            return obstacles.stream()
                    .<Object>map(BlockAnswer.ObstacleAnswer::code)
                    .toList();
        }
    }

    private Command acknowledge(Ordered ordered) {
        return new AcknowledgeComms(ordered.id(), ordered.block(), ordered.subject(), maintenance(ordered));
    }

    private Command lock(Ordered ordered) {
        return new LockBlock(
                ordered.id(), ordered.block(), ordered.subject(), new Reason(Reason.Kind.SAFETY, ordered.reason()));
    }

    private Command unlock(Ordered ordered) {
        return new UnlockBlock(ordered.id(), ordered.block(), ordered.subject(), maintenance(ordered));
    }

    private static Reason maintenance(Ordered ordered) {
        return new Reason(Reason.Kind.MAINTENANCE, ordered.reason());
    }

    private record Ordered(CommandId id, BlockId block, String subject, String reason) {}

    private Future<Answer> give(RoutingContext context, Function<Ordered, Command> kind) {
        BlockId block = blockIn(context);
        String reason = Objects.requireNonNullElse(context.body().asJsonObject().getString("reason"), "")
                .strip();
        if (reason.isEmpty()) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, "reason"));
        }
        Ordered ordered = new Ordered(
                new CommandId(ids.get()), block, Principals.of(context).userName(), reason);
        return commands.give(kind.apply(ordered), edgeOf(block)).map(Answer::accepted);
    }

    private BlockAnswer answer(BlockId block) {
        return BlockAnswer.of(plan, views, block).orElseThrow(() -> Problem.of(ErrorCode.BLOCK_NOT_FOUND, block));
    }

    private EdgeId edgeOf(BlockId block) {
        return plan.edgeOf(block).orElseThrow(() -> Problem.of(ErrorCode.BLOCK_NOT_FOUND, block));
    }

    private static BlockId blockIn(RoutingContext context) {
        String text = context.pathParam("block");
        try {
            return BlockId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(ErrorCode.BLOCK_NOT_FOUND, text);
        }
    }
}
