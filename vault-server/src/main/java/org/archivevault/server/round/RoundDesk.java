package org.archivevault.server.round;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.Json;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.identity.Principal;
import org.archivevault.server.round.RoundRows.Kept;
import org.archivevault.server.round.RunRows.Run;
import org.archivevault.server.round.RunRows.Said;
import org.archivevault.server.shelving.MotionOrders.Ordered;
import org.jspecify.annotations.Nullable;

/** Schedules are made, and rounds are begun, answered and finished. Each in one transaction, with its entry in the access log. */
final class RoundDesk {
    /** An answer that needs a word more. */
    static final String NOT_OK = "not-ok";

    private final SitePlan plan;
    private final Database database;
    private final AccessLog accessLog;
    private final VentilationDesk ventilation;
    private final Spreading spreading;
    private final OverdueAlarms alarms;
    private final RoundSettings settings;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final RoundRows rows = new RoundRows();
    private final RunRows runs = new RunRows();
    private final AirNow air = new AirNow();

    RoundDesk(
            SitePlan plan,
            Database database,
            AccessLog accessLog,
            VentilationDesk ventilation,
            Spreading spreading,
            OverdueAlarms alarms,
            RoundSettings settings,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.plan = plan;
        this.database = database;
        this.accessLog = accessLog;
        this.ventilation = ventilation;
        this.spreading = spreading;
        this.alarms = alarms;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * An answer.
     *
     * @param item which item
     * @param answer ok, not-ok or not-applicable
     * @param remark a word more; needed for not-ok
     * @param photo SHA-256 of a photograph; null for none
     */
    record Answer(
            String item,
            String answer,
            String remark,
            @Nullable String photo) {}

    private Instant now() {
        // PostgreSQL keeps microseconds.
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** All schedules. */
    Future<List<Kept>> all() {
        return rows.all(database.reads());
    }

    /** Makes a schedule, or changes it. What was due keeps its time unless the rhythm or the days off are others. */
    Future<Kept> put(Schedule schedule, String by) {
        if (plan.vaults().stream().noneMatch(vault -> vault.id().equals(schedule.vault()))) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, "vault: " + schedule.vault()));
        }
        if (schedule.block() != null && !ventilation.has(schedule.block())) {
            return Future.failedFuture(Problem.of(ErrorCode.BLOCK_NOT_FOUND, schedule.block()));
        }
        Instant now = now();
        return database.promptly(transaction -> rows.lock(transaction, schedule.id())
                        .compose(before -> {
                            Instant due = dueOf(schedule, before, now);
                            List<AccessEntry> entries = new ArrayList<>();
                            return cleared(transaction, schedule, before, due, now)
                                    .compose(cleared -> {
                                        entries.addAll(cleared);
                                        return rows.put(transaction, schedule, due, now, by);
                                    })
                                    .compose(put -> {
                                        entries.add(AccessEntry.of(
                                                before.isPresent() ? "round-schedule-changed" : "round-schedule-made",
                                                by,
                                                "round:" + schedule.id(),
                                                AccessEntry.OK,
                                                facts(schedule, due)));
                                        return accessLog.append(transaction, entries);
                                    });
                        })
                        .compose(logged -> rows.find(transaction, schedule.id())))
                .map(kept -> {
                    alarms.told();
                    return kept.orElseThrow();
                });
    }

    private Instant dueOf(Schedule schedule, Optional<Kept> before, Instant now) {
        boolean same = before.isPresent()
                && before.get().schedule().active()
                && before.get().schedule().rhythm().equals(schedule.rhythm())
                && before.get().schedule().daysOff().equals(schedule.daysOff());
        return same ? before.get().dueAt() : schedule.dueDates(settings.zone()).first(now);
    }

    /** A schedule that is put off, or due at another time, is not overdue any more. */
    private Future<List<AccessEntry>> cleared(
            SqlConnection transaction, Schedule schedule, Optional<Kept> before, Instant due, Instant now) {
        if (before.isEmpty() || !before.get().alarmed() || (schedule.active() && !due.isAfter(now))) {
            return Future.succeededFuture(List.of());
        }
        return rows.alarmed(transaction, schedule.id(), false)
                .compose(noted -> alarms.clear(transaction, before.get(), now));
    }

    private static Map<String, Object> facts(Schedule schedule, Instant due) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("kind", schedule.kind());
        facts.put("rhythm", RoundJson.view(schedule.rhythm()));
        facts.put("active", schedule.active());
        facts.put("dueAt", due);
        facts.put(
                "items", schedule.checklist().stream().map(ChecklistItem::item).toList());
        return facts;
    }

    /**
     * Begins. A ventilation is judged, and then its carriages are asked to spread.
     *
     * @param id the schedule
     * @param who the signed-in person
     * @return completes with the run, durable and logged, and for a ventilation once the broker has the command; fails
     *     with {@code round-not-found}, {@code round-going-on}, for a ventilation with {@code ventilation-not-now} and all
     *     reasons, or, when the record stands but the command was not sent, with what kept it, naming the run
     */
    Future<Map<String, Object>> start(String id, Principal who) {
        return rows.find(database.reads(), id).compose(found -> {
            BlockId block = found.map(kept -> kept.schedule().block()).orElse(null);
            return block == null ? begin(id, who.userName()) : ventilate(id, block, who);
        });
    }

    private Future<Map<String, Object>> begin(String id, String by) {
        Instant now = now();
        UUID run = ids.get();
        return database.promptly(transaction -> rows.lock(transaction, id)
                .compose(found -> {
                    Kept kept = startable(found, id);
                    if (kept.schedule().block() != null) {
                        throw Problem.of(ErrorCode.BUSY);
                    }
                    return write(transaction, run, kept, now, by, null);
                })
                .compose(started -> accessLog.append(transaction, List.of(started(id, run, by))))
                .compose(logged -> view(transaction, run)));
    }

    /** A run, as it will be answered, and the command that may be sent for it now. */
    private record Begun(Map<String, Object> view, Ordered ordered) {}

    private Future<Map<String, Object>> ventilate(String id, BlockId block, Principal who) {
        Spreading.requireMayMove(who);
        long asked = spreading.askedNanos();
        Instant now = now();
        UUID run = ids.get();
        String by = who.userName();
        Future<Begun> begun = database.promptly(transaction -> spreading
                .lock(transaction, block)
                .compose(lease -> rows.lock(transaction, id).compose(found -> {
                    Kept kept = startable(found, id);
                    if (!block.equals(kept.schedule().block())) {
                        // The schedule was given another block between the look-up and the lock.
                        throw Problem.of(ErrorCode.BUSY);
                    }
                    return spreading
                            .judge(transaction, lease, now)
                            .compose(judged -> write(transaction, run, kept, now, by, Json.text(judged))
                                    .compose(written -> spreading.order(
                                            transaction,
                                            lease,
                                            run,
                                            id,
                                            judged,
                                            by,
                                            now,
                                            List.of(started(id, run, by)))));
                }))
                .compose(ordered -> view(transaction, run).map(view -> new Begun(view, ordered))));
        return begun.recover(failure -> spreading.logRefusal(failure, "round:" + id, by))
                .compose(done -> spreading.send(done.ordered(), asked).map(done.view()));
    }

    /**
     * Asks once more to spread the carriages for a ventilation that is under way: the first request was refused, or was
     * stopped. It is judged anew.
     *
     * @param run which run
     * @param who the signed-in person
     * @return as {@link #start}; fails with {@code round-moves-nothing} for a run that is no ventilation
     */
    Future<Map<String, Object>> spread(UUID run, Principal who) {
        long asked = spreading.askedNanos();
        Instant now = now();
        String by = who.userName();
        return found(database.reads(), run)
                .compose(seen -> rows.find(database.reads(), seen.schedule()))
                .compose(schedule -> {
                    BlockId block = schedule.map(kept -> kept.schedule().block())
                            .orElseThrow(() -> Problem.of(ErrorCode.ROUND_MOVES_NOTHING, run));
                    Future<Begun> begun = database.promptly(transaction -> spreading
                            .lock(transaction, block)
                            .compose(lease -> going(transaction, run)
                                    .compose(going -> spreading
                                            .judge(transaction, lease, now)
                                            .compose(judged -> spreading.order(
                                                    transaction,
                                                    lease,
                                                    run,
                                                    going.schedule(),
                                                    judged,
                                                    by,
                                                    now,
                                                    List.of()))))
                            .compose(ordered -> view(transaction, run).map(view -> new Begun(view, ordered))));
                    return begun.recover(failure -> spreading.logRefusal(failure, "run:" + run, by));
                })
                .compose(done -> spreading.send(done.ordered(), asked).map(done.view()));
    }

    private static Kept startable(Optional<Kept> found, String id) {
        Kept kept =
                found.filter(k -> k.schedule().active()).orElseThrow(() -> Problem.of(ErrorCode.ROUND_NOT_FOUND, id));
        if (kept.going() != null) {
            throw Problem.of(ErrorCode.ROUND_GOING_ON, id, kept.going().startedBy())
                    .with("run", kept.going().run());
        }
        return kept;
    }

    private Future<Void> write(
            SqlConnection transaction, UUID run, Kept kept, Instant now, String by, @Nullable String judged) {
        return air.of(transaction, ventilation.zonesOf(kept.schedule().vault()))
                .compose(readings -> runs.start(
                        transaction,
                        run,
                        kept,
                        now,
                        by,
                        Json.text(readings),
                        judged,
                        Json.text(kept.schedule().checklist())));
    }

    private static AccessEntry started(String schedule, UUID run, String by) {
        return AccessEntry.of("round-started", by, "round:" + schedule, AccessEntry.OK, Map.of("run", run));
    }

    /**
     * Answers an item; the last answer counts, and every one is kept.
     *
     * @param run which run
     * @param answer what
     * @param by user name
     * @return completes with the run; fails with {@code round-run-not-found}, {@code round-finished},
     *     {@code round-item-unknown}, or {@code bad-request} for a not-ok without a remark
     */
    Future<Map<String, Object>> answer(UUID run, Answer answer, String by) {
        if (answer.answer().equals(NOT_OK) && answer.remark().isBlank()) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, "remark"));
        }
        Instant now = now();
        return database.promptly(transaction -> going(transaction, run)
                .compose(going -> {
                    if (going.checklist().stream().noneMatch(i -> i.item().equals(answer.item()))) {
                        throw Problem.of(ErrorCode.ROUND_ITEM_UNKNOWN, answer.item());
                    }
                    return runs.answer(transaction, run, answer, now, by)
                            .compose(written -> accessLog.append(
                                    transaction,
                                    List.of(AccessEntry.of(
                                            "round-answered",
                                            by,
                                            "round:" + going.schedule(),
                                            answer.answer(),
                                            answerFacts(run, answer)))));
                })
                .compose(logged -> view(transaction, run)));
    }

    private static Map<String, Object> answerFacts(UUID run, Answer answer) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("run", run);
        facts.put("item", answer.item());
        facts.put("remark", answer.remark());
        if (answer.photo() != null) {
            facts.put("photo", answer.photo());
        }
        return facts;
    }

    /** The run, once its schedule is locked, if it still goes on. */
    private Future<Run> going(SqlConnection transaction, UUID id) {
        return found(transaction, id)
                .compose(run -> rows.lock(transaction, run.schedule()))
                .compose(locked -> found(transaction, id))
                .map(run -> {
                    if (!run.goesOn()) {
                        throw Problem.of(ErrorCode.ROUND_FINISHED, id);
                    }
                    return run;
                });
    }

    private Future<Run> found(SqlClient client, UUID id) {
        return runs.find(client, id).map(run -> run.orElseThrow(() -> Problem.of(ErrorCode.ROUND_RUN_NOT_FOUND, id)));
    }

    /**
     * Finishes. What was due is done, the next is due, and an alarm about it is cleared.
     *
     * @param run which run
     * @param remark a word more; may be empty
     * @param by user name
     * @return completes with the run; fails with {@code round-run-not-found}, {@code round-finished}, or
     *     {@code round-not-complete} with the items that nobody has answered
     */
    Future<Map<String, Object>> finish(UUID run, String remark, String by) {
        Instant now = now();
        return database.promptly(transaction -> going(transaction, run)
                        .compose(going -> runs.answers(transaction, run).compose(said -> {
                            refuseUnlessComplete(going, said);
                            return rows.lock(transaction, going.schedule())
                                    .compose(kept ->
                                            finish(transaction, going, kept.orElseThrow(), said, remark, now, by));
                        }))
                        .compose(done -> view(transaction, run)))
                .map(view -> {
                    alarms.told();
                    return view;
                });
    }

    private static void refuseUnlessComplete(Run run, List<Said> said) {
        Set<String> answered = said.stream().map(Said::item).collect(Collectors.toSet());
        List<String> open = run.checklist().stream()
                .map(ChecklistItem::item)
                .filter(item -> !answered.contains(item))
                .toList();
        if (!open.isEmpty()) {
            throw Problem.of(ErrorCode.ROUND_NOT_COMPLETE, String.join(", ", open))
                    .with("open", open);
        }
    }

    private Future<Void> finish(
            SqlConnection transaction, Run run, Kept kept, List<Said> said, String remark, Instant now, String by) {
        return next(transaction, run, kept, now)
                .compose(next -> finish(transaction, run, kept, said, remark, now, by, next));
    }

    /** A ventilation in which the carriages never stood spread was none: what is due stays due. */
    private Future<DueDates.Next> next(SqlConnection transaction, Run run, Kept kept, Instant now) {
        DueDates.Next next = kept.schedule().dueDates(settings.zone()).done(kept.dueAt(), now);
        if (kept.schedule().kind() != RoundKind.VENTILATION) {
            return Future.succeededFuture(next);
        }
        return spreading
                .rows()
                .everSpread(transaction, run.id())
                .map(spread -> spread ? next : new DueDates.Next(kept.dueAt(), false, List.of()));
    }

    private Future<Void> finish(
            SqlConnection transaction,
            Run run,
            Kept kept,
            List<Said> said,
            String remark,
            Instant now,
            String by,
            DueDates.Next next) {
        List<String> findings = said.stream()
                .filter(s -> s.answer().equals(NOT_OK))
                .map(Said::item)
                .toList();
        List<AccessEntry> entries = new ArrayList<>();
        entries.add(AccessEntry.of(
                "round-finished",
                by,
                "round:" + run.schedule(),
                findings.isEmpty() ? AccessEntry.OK : "findings",
                Map.of(
                        "run",
                        run.id(),
                        "findings",
                        findings,
                        "missed",
                        next.missed().size(),
                        "nextDueAt",
                        next.due())));
        return air.of(transaction, ventilation.zonesOf(kept.schedule().vault()))
                .compose(readings -> runs.finish(
                        transaction,
                        run.id(),
                        now,
                        by,
                        Json.text(readings),
                        remark,
                        findings.size(),
                        next.counted() ? kept.dueAt() : null))
                .compose(finished -> missed(transaction, kept, next.missed()))
                .compose(written -> rows.move(transaction, run.schedule(), next.due()))
                .compose(moved -> cleared(transaction, kept.schedule(), Optional.of(kept), next.due(), now))
                .compose(cleared -> {
                    entries.addAll(cleared);
                    return alarms.finding(transaction, kept.schedule(), findings, now);
                })
                .compose(finding -> {
                    finding.ifPresent(entries::add);
                    return accessLog.append(transaction, entries).mapEmpty();
                });
    }

    private Future<Void> missed(SqlConnection transaction, Kept kept, List<Instant> missed) {
        Future<Void> done = Future.succeededFuture();
        String checklist = Json.text(kept.schedule().checklist());
        for (Instant due : missed) {
            done = done.compose(before ->
                    runs.missed(transaction, ids.get(), kept.schedule().id(), due, checklist));
        }
        return done;
    }

    /** A run with the answers to its items. */
    Future<Map<String, Object>> run(UUID id) {
        return view(database.reads(), id);
    }

    private Future<Map<String, Object>> view(SqlClient client, UUID id) {
        return found(client, id)
                .compose(run -> runs.answers(client, id)
                        .compose(said -> spreading.rows().ofRun(client, id).map(motions -> {
                            Map<String, Object> view = new LinkedHashMap<>(run.view());
                            view.put("answers", said.stream().map(Said::view).toList());
                            if (!motions.isEmpty()) {
                                view.put("motions", motions);
                            }
                            return view;
                        })));
    }

    /** The newest runs of a schedule, without their answers. */
    Future<List<Map<String, Object>>> runsOf(String schedule) {
        return rows.find(database.reads(), schedule)
                .map(found -> found.orElseThrow(() -> Problem.of(ErrorCode.ROUND_NOT_FOUND, schedule)))
                .compose(known -> runs.ofSchedule(database.reads(), schedule))
                .map(all -> all.stream().map(Run::view).toList());
    }
}
