package org.archivevault.system.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One camera behind a camera system that speaks as Frigate does, through mosquitto_sub and mosquitto_pub: it answers when it
 * is asked for everything, and tells counts, events and a still of whoever comes and goes.
 */
public final class FrigateBridge implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int brokerPort;
    private final String camera;
    private final Path home;
    private final Part questions;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> answering;
    private final List<String> inside = new ArrayList<>();
    private int answered;
    private int number;

    private FrigateBridge(int brokerPort, String camera, Path home) {
        this.brokerPort = brokerPort;
        this.camera = camera;
        this.home = home;
        this.questions = Part.start(
                "mosquitto_sub",
                home,
                "mosquitto_sub",
                "-p",
                Integer.toString(brokerPort),
                "-t",
                "frigate/onConnect",
                "-F",
                "asked %t");
        say("frigate/available", "online", true);
        this.answering = clock.scheduleWithFixedDelay(this::answer, 0, 100, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts it; nobody is seen.
     *
     * @param brokerPort where the broker is
     * @param camera the camera's name at its system
     * @param home a folder for what is sent
     * @return the bridge
     */
    public static FrigateBridge start(int brokerPort, String camera, Path home) {
        return new FrigateBridge(brokerPort, camera, home);
    }

    private synchronized void answer() {
        int asked = (int) questions.lines().stream()
                .filter(line -> line.startsWith("asked"))
                .count();
        if (asked > answered) {
            answered = asked;
            StringBuilder objects = new StringBuilder();
            for (String zone : inside) {
                objects.append(objects.length() == 0 ? "" : ",")
                        .append("{\"id\":\"x\",\"label\":\"person\",\"current_zones\":[\"")
                        .append(zone)
                        .append("\"]}");
            }
            say(
                    "frigate/camera_activity",
                    "{\"" + camera + "\":{\"config\":{\"enabled\":true,\"detect\":true},\"objects\":[" + objects
                            + "]}}",
                    false);
        }
    }

    /**
     * Somebody comes into a zone, and a still shows it.
     *
     * @param zone the camera system's name of it
     * @param jpeg the still
     * @return the camera system's id of the event
     */
    public synchronized String enters(String zone, byte[] jpeg) {
        inside.add(zone);
        String id = seconds(Instant.now()) + "-sys" + ++number;
        say("frigate/" + zone + "/person", "1", false);
        say("frigate/events", event("new", id, zone, "null"), false);
        try {
            Path picture = Files.write(home.resolve("still-" + number + ".jpg"), jpeg);
            publish("frigate/" + camera + "/person/snapshot", true, "-f", picture.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return id;
    }

    /**
     * Who came leaves.
     *
     * @param zone where
     * @param id of the event
     */
    public synchronized void leaves(String zone, String id) {
        inside.remove(zone);
        say("frigate/" + zone + "/person", "0", false);
        say("frigate/events", event("end", id, zone, seconds(Instant.now())), false);
    }

    private String event(String type, String id, String zone, String endTime) {
        String after = "{\"id\":\"" + id + "\",\"camera\":\"" + camera + "\",\"label\":\"person\",\"frame_time\":"
                + seconds(Instant.now()) + ",\"end_time\":" + endTime + ",\"entered_zones\":[\"" + zone
                + "\"],\"has_snapshot\":true}";
        return "{\"type\":\"" + type + "\",\"before\":" + after + ",\"after\":" + after + "}";
    }

    private static String seconds(Instant time) {
        return String.format(Locale.ROOT, "%.3f", time.toEpochMilli() / 1_000.0);
    }

    private void say(String topic, String text, boolean retained) {
        publish(topic, retained, "-m", text);
    }

    private void publish(String topic, boolean retained, String... what) {
        List<String> command =
                new ArrayList<>(List.of("mosquitto_pub", "-p", Integer.toString(brokerPort), "-q", "1", "-t", topic));
        if (retained) {
            command.add("-r");
        }
        command.addAll(List.of(what));
        try (Part publisher = Part.start("mosquitto_pub", home, command.toArray(String[]::new))) {
            if (publisher.awaitExit(PATIENCE) != 0) {
                throw new AssertionError(publisher.output());
            }
        }
    }

    @Override
    public void close() {
        boolean brokenOff = answering.isDone();
        clock.shutdownNow();
        questions.close();
        if (brokenOff) {
            throw new AssertionError("the camera system stopped answering: " + answering);
        }
    }
}
