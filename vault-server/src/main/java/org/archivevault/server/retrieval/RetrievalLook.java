package org.archivevault.server.retrieval;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.EventStream;
import org.archivevault.server.http.Problem;
import org.archivevault.server.retrieval.RetrievalAnswer.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looking at a retrieval, once or as it goes on. */
final class RetrievalLook {
    private static final Logger LOG = LoggerFactory.getLogger(RetrievalLook.class);

    private final Database database;
    private final RetrievalStore store;
    private final Removals removals;
    private final RetrievalFeed feed;

    RetrievalLook(Database database, RetrievalStore store, Removals removals, RetrievalFeed feed) {
        this.database = database;
        this.store = store;
        this.removals = removals;
        this.feed = feed;
    }

    /**
     * A retrieval as it is now, and whom it waits for.
     *
     * @param id which
     * @return completes with it; fails with {@code retrieval-not-found}, or when the database does
     */
    Future<RetrievalAnswer> at(UUID id) {
        return store.find(database.reads(), id).compose(found -> {
            Retrieval retrieval = found.orElseThrow(() -> Problem.of(ErrorCode.RETRIEVAL_NOT_FOUND, id));
            Future<Optional<Waiting>> waiting = waitingOf(retrieval);
            Future<Optional<RemovalAnswer>> removal = removalOf(retrieval);
            return Future.all(waiting, removal)
                    .map(all -> RetrievalAnswer.of(retrieval, waiting.result(), null, removal.result()));
        });
    }

    /** What the signs say about its pack. */
    private Future<Optional<RemovalAnswer>> removalOf(Retrieval retrieval) {
        return retrieval
                .target()
                .map(target -> removals.of(database.reads(), retrieval)
                        .map(removal -> Optional.of(
                                RemovalAnswer.of(removals.possible(target), removal, target.positionCode()))))
                .orElse(Future.succeededFuture(Optional.empty()));
    }

    /** A decision, and which proofs there may be: the signs are still to come. */
    RetrievalAnswer told(Decision decision) {
        Optional<RemovalAnswer> removal = decision.retrieval()
                .target()
                .map(target -> RemovalAnswer.of(
                        removals.possible(target), Removal.of(target.pack(), List.of()), target.positionCode()));
        return decision.answer(removal);
    }

    private Future<Optional<Waiting>> waitingOf(Retrieval retrieval) {
        return retrieval.state() != RetrievalState.WAITING
                ? Future.succeededFuture(Optional.empty())
                : retrieval
                        .target()
                        .map(target -> store.ofBlock(database.reads(), target.block())
                                .map(all -> Waiting.of(retrieval, BlockTurns.queue(all))))
                        .orElse(Future.succeededFuture(Optional.empty()));
    }

    /**
     * Sends a retrieval as it is, or as it became with each change that the listener has missed, and then with every
     * change until it is over.
     *
     * @param request the listener's request
     * @param id which
     * @param lastSeen the newest revision that the listener has; empty for one that comes for the first time
     * @return completes when the stream is open; fails with {@code retrieval-not-found} before that
     */
    Future<Void> follow(RoutingContext request, UUID id, Optional<Integer> lastSeen) {
        return at(id).map(known -> {
            new Following(request, id, lastSeen.orElse(known.revision() - 1)).start();
            return null;
        });
    }

    /** One listener. Each change carries its revision as event id, so that none is sent twice and none is left out. */
    private final class Following {
        private final RoutingContext request;
        private final UUID id;
        private int sent;
        private boolean reading;
        private boolean again;
        private boolean over;

        Following(RoutingContext request, UUID id, int lastSeen) {
            this.request = request;
            this.id = id;
            this.sent = lastSeen;
        }

        void start() {
            Context loop = request.vertx().getOrCreateContext();
            Runnable[] endings = {() -> {}};
            EventStream stream = EventStream.open(request, () -> endings[0].run());
            Runnable unwatch = feed.watch(id, () -> loop.runOnContext(turn -> read(stream)));
            // Also what a slow listener could not take, and what was missed while the database was away.
            long timer = request.vertx().setPeriodic(EventStream.HEARTBEAT_MILLIS, tick -> read(stream));
            endings[0] = () -> {
                unwatch.run();
                request.vertx().cancelTimer(timer);
            };
            read(stream);
        }

        private void read(EventStream stream) {
            if (reading || over) {
                again = true;
                return;
            }
            reading = true;
            again = false;
            news().onSuccess(fresh -> send(stream, fresh))
                    .onFailure(failure -> LOG.debug("Changes of {} not read; tried again in a second", id, failure))
                    .onComplete(done -> {
                        reading = false;
                        if (again && !over) {
                            read(stream);
                        }
                    });
        }

        private Future<List<RetrievalAnswer>> news() {
            Future<List<RetrievalStore.Change>> changes = store.changesAfter(database.reads(), id, sent);
            return changes.compose(fresh -> fresh.isEmpty()
                    ? Future.succeededFuture(List.of())
                    : store.find(database.reads(), id).compose(found -> told(found.orElseThrow(), fresh)));
        }

        private Future<List<RetrievalAnswer>> told(Retrieval now, List<RetrievalStore.Change> changes) {
            Future<Optional<Waiting>> waiting = waitingOf(now);
            Future<Optional<RemovalAnswer>> removal = removalOf(now);
            return Future.all(waiting, removal)
                    .map(all -> changes.stream()
                            .map(change -> change.revision() == now.revision()
                                    ? RetrievalAnswer.of(now.asOf(change), waiting.result(), null, removal.result())
                                    : RetrievalAnswer.of(now.asOf(change), Optional.empty(), null, Optional.empty()))
                            .toList());
        }

        private void send(EventStream stream, List<RetrievalAnswer> changes) {
            for (RetrievalAnswer change : changes) {
                if (over || !stream.send("retrieval", Integer.toString(change.revision()), change)) {
                    return;
                }
                sent = change.revision();
                if (change.state().isFinal()) {
                    over = true;
                    stream.end();
                }
            }
        }
    }
}
