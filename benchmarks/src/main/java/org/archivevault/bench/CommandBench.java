package org.archivevault.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.archivevault.link.Qos;
import org.archivevault.link.mqtt.MqttWire;
import org.archivevault.protocol.link.EdgeId;
import org.archivevault.protocol.link.Topics;

/**
 * From the request for an order to the first motion byte at the controller, beside the bare sum of what the way is made
 * of, each measured once before every opening.
 */
final class CommandBench {
    private static final double AIM_TIMES = 3;
    private static final int CONFLICT = 409;
    private static final int WARM_UP = 100;
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(5);
    private static final Duration LOOK_FOR_REFUSAL = Duration.ofSeconds(2);

    private final ShelvingRig rig;
    private final BenchSettings settings;
    private final Report report;
    private final Latencies whole = new Latencies();
    private final Latencies toBroker = new Latencies();
    private final Latencies toPrepare = new Latencies();
    private final Latencies toExecute = new Latencies();
    private final Latencies answered = new Latencies();
    private final Latencies bareSum = new Latencies();
    private final Latencies bareHttp = new Latencies();
    private final Latencies bareMqtt = new Latencies();
    private final Latencies bareFsync = new Latencies();
    private final Latencies bareModbus = new Latencies();
    private int refused;
    private String lastRefusal = "";
    private volatile CompletableFuture<Long> atBroker = new CompletableFuture<>();

    CommandBench(ShelvingRig rig, BenchSettings settings, Report report) {
        this.rig = rig;
        this.settings = settings;
        this.report = report;
    }

    void run() throws IOException {
        List<Integer> aisles = new ArrayList<>(rig.orderOfAisle().keySet());
        MqttWire listener = BareParts.wire(rig.vertx(), rig.broker(), "bench-listener");
        Waiting.join(listener.subscribe(
                Topics.commands(new EdgeId(Sites.EDGE)),
                Qos.AT_MOST_ONCE,
                (topic, payload, at) -> atBroker.complete(System.nanoTime())));
        report.progress("commands: %d openings", settings.openings());
        try (BareParts parts = BareParts.open(rig, settings.data())) {
            for (int i = 1; whole.count() < settings.openings(); i++) {
                // Never the aisle that is open, at first number 1: of 9 aisles, every opening is 4 further.
                int aisle = aisles.get(i * 4 % aisles.size());
                boolean counts = i > WARM_UP;
                bare(parts.once(), counts);
                if (!open(aisle, counts)) {
                    refused++;
                    if (refused > settings.openings()) {
                        throw new IllegalStateException("more is refused than opened, last: " + lastRefusal);
                    }
                }
            }
        } finally {
            Waiting.join(listener.close());
        }
        tell();
    }

    private void bare(BareParts.Took took, boolean counts) {
        if (counts) {
            bareSum.add(took.sum());
            bareHttp.add(took.http());
            bareMqtt.add(took.mqttTwoHops());
            bareFsync.add(took.fsync());
            bareModbus.add(took.modbus());
        }
    }

    /** False when the edge refused, as it must when the machine is too busy to keep its readings fresh. */
    private boolean open(int aisle, boolean counts) {
        Map<String, String> body =
                Map.of("orderNo", String.valueOf(rig.orderOfAisle().get(aisle)), "purpose", "测量 bench");
        Truth.Expected writes = rig.truth().expect();
        CompletableFuture<Long> broker = new CompletableFuture<>();
        atBroker = broker;
        long began = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> asked = rig.api().postLater("/retrievals", body);
        CompletableFuture<Long> answerAt = asked.thenApply(any -> System.nanoTime());
        HttpResponse<byte[]> answer = Waiting.join(asked, "the answer");
        if (answer.statusCode() == CONFLICT) {
            refusedByServer(answer);
            return false;
        }
        JsonNode retrieval = Api.json(answer);
        if (!goesOn(retrieval)) {
            return false;
        }
        String path = "/retrievals/" + retrieval.path("id").asText();
        if (!awaitMotion(writes, path)) {
            return false;
        }
        long executed = writes.executed.join();
        if (counts) {
            long passed = Waiting.join(broker, "the command at the broker");
            long prepared = Waiting.join(writes.prepared, "the prepare");
            whole.add(executed - began);
            toBroker.add(passed - began);
            toPrepare.add(prepared - passed);
            toExecute.add(executed - prepared);
            answered.add(Waiting.join(answerAt, "the answer") - began);
        }
        awaitOpen(path);
        rig.api().post(path + "/close");
        return true;
    }

    /** Asks seldom, so that the asking is not what is measured. */
    private boolean awaitMotion(Truth.Expected writes, String path) {
        long next = System.nanoTime() + LOOK_FOR_REFUSAL.toNanos();
        while (!writes.executed.isDone()) {
            if (System.nanoTime() > next) {
                next = System.nanoTime() + LOOK_FOR_REFUSAL.toNanos();
                JsonNode now = rig.api().get(path);
                if (!goesOn(now)) {
                    return false;
                }
                if (now.path("state").asText().equals("open") && !writes.executed.isDone()) {
                    throw new IllegalStateException("open without a motion: " + now);
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    /** A line that was too slow for a moment: a person would acknowledge it. */
    private void refusedByServer(HttpResponse<byte[]> answer) {
        lastRefusal = new String(answer.body(), StandardCharsets.UTF_8);
        if (lastRefusal.contains("comms-lost")) {
            rig.api()
                    .post(
                            "/blocks/" + rig.plan().blocks().get(0).id() + "/acknowledge-comms",
                            Map.of("reason", "测量 bench"));
        }
    }

    private boolean goesOn(JsonNode retrieval) {
        String state = retrieval.path("state").asText();
        if (state.equals("refused")) {
            lastRefusal = retrieval.path("code").asText() + " "
                    + retrieval.path("detail").asText();
            return false;
        }
        if (!state.equals("opening") && !state.equals("open")) {
            throw new IllegalStateException("the aisle does not open: " + retrieval);
        }
        return true;
    }

    private void awaitOpen(String path) {
        Waiting.until("the open aisle of " + path, OPEN_LIMIT, LOOK, () -> {
            JsonNode now = rig.api().get(path);
            if (!goesOn(now)) {
                throw new IllegalStateException("refused after it had moved: " + now);
            }
            return now.path("state").asText().equals("open");
        });
    }

    private void tell() {
        if (refused > 0) {
            report.note("%d requests were refused by the edge and not measured, the last: %s", refused, lastRefusal);
        }
        report.add(Figure.atMost(
                "order → first motion byte, p50",
                whole.p50(),
                "bare sum of its parts",
                bareSum.p50(),
                "ms",
                AIM_TIMES));
        report.add(Figure.atMost(
                "order → first motion byte, p99",
                whole.p99(),
                "bare sum of its parts",
                bareSum.p99(),
                "ms",
                AIM_TIMES));
        report.note(
                "bare parts, p50 (p99) ms: HTTP round trip %.2f (%.2f), two MQTT hops %.2f (%.2f), fsync %.2f (%.2f),"
                        + " Modbus round trip %.2f (%.2f)",
                bareHttp.p50(),
                bareHttp.p99(),
                bareMqtt.p50(),
                bareMqtt.p99(),
                bareFsync.p50(),
                bareFsync.p99(),
                bareModbus.p50(),
                bareModbus.p99());
        report.note(
                "where a command's time goes, p50 (p99) ms: request → command seen at the broker %.2f (%.2f), broker →"
                        + " prepare at the controller %.2f (%.2f), prepare → motion write %.2f (%.2f); the request is"
                        + " answered after %.2f (%.2f); %d openings",
                toBroker.p50(),
                toBroker.p99(),
                toPrepare.p50(),
                toPrepare.p99(),
                toExecute.p50(),
                toExecute.p99(),
                answered.p50(),
                answered.p99(),
                whole.count());
    }
}
