package org.archivevault.edge.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.edge.camera.AisleWatch;
import org.archivevault.edge.camera.Notices;
import org.archivevault.edge.camera.Stills;
import org.archivevault.edge.climate.Judged;
import org.archivevault.edge.climate.ReadingBatch;
import org.archivevault.edge.climate.ReadingJudge;
import org.archivevault.edge.shelving.AislesSeen;
import org.archivevault.firmware.source.Told;
import org.archivevault.firmware.source.WatchPlan;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.event.EdgeEvent;
import org.jspecify.annotations.Nullable;

/**
 * All that is decided about the sources of one vault: takes what they tell, with its time, and gives events, questions, what
 * cameras see, and health. It does no I/O and reads no clock. One thread at a time.
 */
public final class Watch {
    /**
     * The circumstances of a message.
     *
     * @param retained whether the broker had kept it from before
     * @param receivedAt when it was received, on the edge's wall clock
     * @param laneFill how full the outbox's telemetry lane is, 0–1
     * @param now milliseconds on the edge's clock
     */
    public record Moment(boolean retained, Instant receivedAt, double laneFill, long now) {}

    private final ReadingJudge judge;
    private final ReadingBatch batch = new ReadingBatch();
    private final AisleWatch aisles;
    private final Notices notices = new Notices();
    private final Stills stills = new Stills();
    private final Questions questions = new Questions();
    private final Map<String, SourceTally> sources = new LinkedHashMap<>();
    private final Map<SensorId, SourceTally> ofSensor = new HashMap<>();
    private final Map<CameraId, SourceTally> ofCamera = new HashMap<>();
    private List<EdgeEvent> events = new ArrayList<>();
    private boolean linked;
    private boolean camerasSpoke;

    /**
     * Nothing has been heard yet.
     *
     * @param plan the sources
     * @param now milliseconds on the edge's clock
     */
    public Watch(WatchPlan plan, long now) {
        judge = new ReadingJudge(plan, now);
        aisles = new AisleWatch(plan, now);
        for (WatchPlan.Source source : plan.sources()) {
            SourceTally tally = new SourceTally(source, now);
            sources.put(source.name(), tally);
            source.sensors().forEach(sensor -> ofSensor.put(sensor.id(), tally));
            source.cameras().forEach(camera -> ofCamera.put(camera.id(), tally));
        }
    }

    /**
     * There is a connection to the devices' broker; or the way through the one that there is is open again.
     *
     * @param asks what sources are to be asked
     * @param now milliseconds on the edge's clock
     */
    public void connected(List<Told> asks, long now) {
        linked = true;
        aisles.linked(true);
        stills.forgetOpen();
        camerasSpoke = true;
        questions.connected(
                asks.stream()
                        .filter(Told.Ask.class::isInstance)
                        .map(Told.Ask.class::cast)
                        .toList(),
                now);
    }

    /** There is a connection, but nobody knows whether anything goes through it: what cameras said counts no longer. */
    public void doubted() {
        aisles.linked(false);
        camerasSpoke = true;
    }

    /** There is none any more. */
    public void disconnected() {
        linked = false;
        aisles.linked(false);
        camerasSpoke = true;
        questions.disconnected();
    }

    /**
     * A message was understood.
     *
     * @param told what it tells, in its order
     * @param moment when and how it came
     */
    public void told(List<Told> told, Moment moment) {
        for (Told each : told) {
            told(each, moment);
        }
    }

    private void told(Told told, Moment moment) {
        long now = moment.now();
        if (told instanceof Told.Measured measured) {
            measured(measured, moment);
        } else if (told instanceof Told.SensorAvailable available) {
            heard(ofSensor.get(available.sensor()), now);
            judge.available(available.sensor(), available.online());
        } else if (told instanceof Told.Noticed noticed) {
            noticed(noticed, moment);
        } else if (told instanceof Told.Still still) {
            still(still, moment);
        } else if (told instanceof Told.Ask ask) {
            questions.add(ask, now);
        } else if (told instanceof Told.Unusable unusable) {
            SourceTally source = sources.get(unusable.source());
            if (source != null) {
                source.heard(now);
                source.unusable(
                        unusable.complaint().zh() + " / " + unusable.complaint().en(), now);
            }
        } else {
            camera(told, moment);
        }
    }

    private static void heard(@Nullable SourceTally source, long now) {
        if (source != null) {
            source.heard(now);
        }
    }

    private void measured(Told.Measured measured, Moment moment) {
        SourceTally source = ofSensor.get(measured.sensor());
        if (source == null) {
            return;
        }
        source.heard(moment.now());
        Judged judged = judge.judge(measured, moment.receivedAt(), moment.retained(), moment.now());
        if (judged instanceof Judged.Taken taken) {
            source.taken(taken.reading().quality());
            batch.add(taken.reading(), moment.now()).ifPresent(events::add);
        } else if (judged instanceof Judged.Left left) {
            source.left(left.why());
        }
    }

    private void camera(Told told, Moment moment) {
        // A sign of life comes many times a second and says nothing new; what it changes is told at the next tick.
        camerasSpoke |= !(told instanceof Told.CameraAlive);
        boolean asked = aisles.shouldAsk(moment.now());
        aisles.told(told, moment.retained(), moment.now());
        if (!asked && aisles.shouldAsk(moment.now())) {
            questions.hurry(moment.now());
        }
        if (told instanceof Told.CameraAvailable available) {
            heard(ofCamera.get(available.camera()), moment.now());
        } else if (told instanceof Told.CameraResynchronised anew) {
            heard(ofCamera.get(anew.camera()), moment.now());
        } else if (told instanceof Told.PeopleCounted counted) {
            heard(ofCamera.get(counted.camera()), moment.now());
        } else if (told instanceof Told.CameraAlive alive) {
            heard(ofCamera.get(alive.camera()), moment.now());
        } else if (told instanceof Told.CameraWithdrew withdrew) {
            heard(ofCamera.get(withdrew.camera()), moment.now());
        }
    }

    private void noticed(Told.Noticed noticed, Moment moment) {
        SourceTally source = ofCamera.get(noticed.camera());
        if (source == null) {
            return;
        }
        source.heard(moment.now());
        int length = noticed.observation().length();
        if (length < 1 || length > WatchLimits.OBSERVATION_CHARS) {
            source.unusable("观察编号长度 " + length + " / a sighting's id of " + length + " characters", moment.now());
            return;
        }
        camerasSpoke = true;
        aisles.told(noticed, moment.retained(), moment.now());
        notices.tell(noticed, moment.now()).ifPresent(event -> {
            source.noticed();
            events.add(event);
            stills.noticed(event.camera(), event.observation(), event.phase());
        });
    }

    private void still(Told.Still still, Moment moment) {
        SourceTally source = ofCamera.get(still.camera());
        if (source == null) {
            return;
        }
        source.heard(moment.now());
        Stills.Judged judged =
                stills.judge(still, moment.retained(), moment.receivedAt(), moment.laneFill(), moment.now());
        if (judged instanceof Stills.Judged.Taken taken) {
            source.stillTaken();
            events.addAll(taken.parts());
        } else if (judged instanceof Stills.Judged.Left left) {
            source.stillLeft(left.why());
        }
    }

    /**
     * Time passed.
     *
     * @param now milliseconds on the edge's clock
     */
    public void tick(long now) {
        batch.due(now).ifPresent(events::add);
        events.addAll(judge.changes(now));
        events.addAll(aisles.changes(now));
        if (linked && aisles.shouldAsk(now)) {
            questions.stillOpen(now);
        }
    }

    /** The process is about to end: nothing waits for others any more. */
    public void shuttingDown() {
        batch.rest().ifPresent(events::add);
    }

    /**
     * The events since this was last asked.
     *
     * @return in their order
     */
    public List<EdgeEvent> take() {
        if (events.isEmpty()) {
            return List.of();
        }
        List<EdgeEvent> taken = events;
        events = new ArrayList<>();
        return taken;
    }

    /**
     * What is to be published now.
     *
     * @return each once
     */
    public List<Told.Ask> questions() {
        return questions.take();
    }

    /**
     * Whether a camera has spoken, or may be heard or not heard any more, since this was last asked.
     *
     * @return true when {@link #seen} may say something new
     */
    public boolean camerasSpoke() {
        boolean spoke = camerasSpoke;
        camerasSpoke = false;
        return spoke;
    }

    /**
     * What cameras say now about all aisles that they watch.
     *
     * @param now milliseconds on the edge's clock
     * @return by block
     */
    public Map<BlockId, AislesSeen> seen(long now) {
        return aisles.seen(now);
    }

    /**
     * What is wrong with each source.
     *
     * @param now milliseconds on the edge's clock
     * @return by the source's name; empty text for one that is well
     */
    public Map<String, String> troubles(long now) {
        Map<String, String> troubles = new LinkedHashMap<>();
        Map<CameraId, String> doubts = aisles.doubts(now);
        sources.forEach((name, source) -> {
            String trouble = linked ? source.trouble(now) : "与设备消息代理的连接中断 / no connection to the devices' broker";
            for (WatchPlan.Camera camera : source.source().cameras()) {
                String doubt = doubts.getOrDefault(camera.id(), "");
                trouble = trouble.isEmpty() && !doubt.isEmpty() ? camera.id() + ": " + doubt : trouble;
            }
            troubles.put(name, trouble);
        });
        return troubles;
    }

    /**
     * Lines for the log about messages that could not be used: at most one a minute for each source.
     *
     * @param now milliseconds on the edge's clock
     * @return to be logged
     */
    public List<String> complaints(long now) {
        List<String> complaints = new ArrayList<>();
        sources.values().forEach(source -> source.complaint(now).ifPresent(complaints::add));
        return complaints;
    }

    /**
     * Numbers for metrics.
     *
     * @param now milliseconds on the edge's clock
     * @return by metric name
     */
    public Map<String, Number> gauges(long now) {
        Map<String, Number> gauges = new HashMap<>();
        gauges.put("watch_connected", linked ? 1 : 0);
        sources.values().forEach(source -> source.count(gauges::put));
        aisles.doubts(now)
                .forEach((camera, doubt) ->
                        gauges.put("watch_camera_trusted{camera=\"" + camera + "\"}", doubt.isEmpty() ? 1 : 0));
        return gauges;
    }
}
