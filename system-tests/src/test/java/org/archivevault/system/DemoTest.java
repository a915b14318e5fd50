package org.archivevault.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.archivevault.system.parts.Part;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** {@code ./vault demo} as a newcomer uses it, each command a process of its own. */
@Timeout(240)
@ResourceLock("the whole machine")
class DemoTest {
    private static final Duration FIRST_START = Duration.ofMinutes(2);
    private static final Duration LATER_START = Duration.ofMinutes(1);

    @Test
    void startsOpensAnAisleShowsTheLogStopsWithoutATraceAndKeepsItsData(@TempDir Path home) {
        // GIVEN a demo that has never run
        int httpPort = Part.freePort();
        try (Part demo = demo(home, httpPort)) {
            firstRun(home, httpPort, demo);
        }

        // and the next start finds the data again
        try (Part again = demo(home, httpPort)) {
            System.out.println("second start: " + again.awaitLine(l -> l.contains("ready:"), LATER_START));
            assertThat(client(home, 0, "log", "--limit", "500")).contains("command-issued");
            assertThat(again.output()).doesNotContain("importing the sample");
            interrupt(again);
            again.awaitExit(Duration.ofSeconds(30));
        }
    }

    private static void firstRun(Path home, int httpPort, Part demo) {
        String ready = demo.awaitLine(l -> l.contains("ready:"), FIRST_START);
        assertThat(ready).contains("http://127.0.0.1:" + httpPort);
        String order = orderToTry(demo);

        // WHEN the order it names is located and retrieved
        assertThat(client(home, 0, "locate", order)).contains(order, "储位", "aisle ES-V1-B");
        assertThat(client(home, 0, "retrieve", order)).contains("the aisle is open");

        // THEN the log shows it
        assertThat(client(home, 0, "log")).contains("retrieval", "command-issued", "motion-started");

        // and what is due regularly is there
        assertThat(client(home, 0, "rounds")).contains("daily-v1", "每日巡查", "disinfection-v1", "Disinfection");

        // and a tag closes it, not a click; the neighbour's pack is caught by name; the gate raises its alarm
        provesByTags(home, order);

        // and Ctrl-C leaves no process behind
        List<ProcessHandle> children = demo.process().descendants().toList();
        assertThat(children).as("PostgreSQL runs below the demo").isNotEmpty();
        interrupt(demo);
        demo.awaitExit(Duration.ofSeconds(30));
        Awaitility.await("no process is left")
                .atMost(Duration.ofSeconds(10))
                .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void refusesWhileSomebodyIsSeen(Path home, String order) {
        // GIVEN an order behind another aisle of the block with the camera
        String other = othersThan(order, home, 8).stream()
                .filter(o -> client(home, 0, "locate", o).contains("aisle ES-V1-B1/"))
                .findFirst()
                .orElseThrow();

        // WHEN somebody walks into an aisle
        client(home, 0, "person", "enters", "B1/3");
        Awaitility.await("the camera's word has come")
                .atMost(Duration.ofSeconds(15))
                .until(() -> client(home, 0, "locate", other).contains("camera"));

        // THEN the order is refused, with that aisle and that camera
        assertThat(client(home, REFUSED, "retrieve", other)).contains("3, cam-b1");

        // and once the aisle is empty it may be opened again
        client(home, 0, "person", "leaves", "B1/3");
        Awaitility.await("nobody is seen")
                .atMost(Duration.ofSeconds(15))
                .until(() -> client(home, 0, "locate", other).contains("you may open it"));
    }

    private static void provesByTags(Path home, String order) {
        // WHEN the pack is laid on the desk
        List<String> packs = packsOf(home, order);
        client(home, 0, "person", "desk", packs.get(0));

        // THEN the retrieval is closed by its tag
        awaitLog(home, "closed-by-tag");

        // and nothing moves while the camera sees somebody
        refusesWhileSomebodyIsSeen(home, order);

        // WHEN another order is retrieved and a pack that it does not want is laid on the desk
        List<String> others = othersThan(order, home, 3);
        assertThat(others).hasSize(3);
        String second = others.get(0);
        assertThat(client(home, 0, "retrieve", second)).contains("the aisle is open");
        String wrong = packsOf(home, others.get(1)).get(0);
        client(home, 0, "person", "desk", wrong);

        // THEN that pack is named
        awaitLog(home, "wrong-pack");

        // WHEN a pack that nobody has asked for is carried out
        String stolen = packsOf(home, others.get(2)).get(0);
        try (Part alarms = java("alarms", home, "org.archivevault.client.VaultClient", "alarms", "--follow")) {
            client(home, 0, "person", "carry-out", stolen);
            long walking = System.nanoTime();
            // THEN the alarm is told; the walk through the gate takes a second
            alarms.awaitLine(line -> line.contains(stolen), Duration.ofSeconds(20));
            System.out.println("gate alarm " + (System.nanoTime() - walking) / 1_000_000
                    + " ms after the person had set out: 2,000 ms to the gate, and through it within a second");
        }
    }

    private static void awaitLog(Path home, String word) {
        Awaitility.await(word)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> client(home, 0, "log", "--limit", "100").contains(word));
    }

    /** Other orders that the demo's person may open now. */
    private static List<String> othersThan(String order, Path home, int count) {
        String found = client(home, 0, "search", order.substring(0, 12));
        return Pattern.compile("\\d{" + order.length() + "}")
                .matcher(found)
                .results()
                .map(MatchResult::group)
                .distinct()
                .filter(other -> !other.equals(order))
                .filter(other -> client(home, 0, "locate", other).contains("you may open it"))
                .limit(count)
                .toList();
    }

    private static List<String> packsOf(Path home, String order) {
        List<String> packs = new ArrayList<>();
        Matcher m = Pattern.compile("档案包 / pack (\\S+)").matcher(client(home, 0, "locate", order));
        while (m.find()) {
            packs.add(m.group(1));
        }
        assertThat(packs).isNotEmpty();
        return packs;
    }

    /** The terminal client's exit code for what the system refuses. */
    private static final int REFUSED = 1;

    private static Part demo(Path home, int httpPort) {
        // Who was started with Ctrl-C ignored (a build in the background) hands that on, and a JVM then keeps to it.
        return java(
                "demo",
                List.of("env", "--default-signal=INT"),
                home,
                "org.archivevault.standalone.Demo",
                "--data",
                home.resolve("data/demo").toString(),
                "--port",
                Integer.toString(httpPort),
                "--device-port",
                Integer.toString(sixFreePorts()),
                "--packs",
                "3000");
    }

    /** Below the range from which the system hands out ports by itself (32,768 upwards). */
    private static int sixFreePorts() {
        int first = 20_000 + (int) (ProcessHandle.current().pid() % 2_000) * 6;
        while (!IntStream.range(first, first + 6).allMatch(Part::isFree)) {
            first += 6;
        }
        return first;
    }

    private static String orderToTry(Part demo) {
        String line = demo.awaitLine(l -> l.contains("./vault retrieve "), Duration.ofSeconds(5));
        Matcher m = Pattern.compile("retrieve (\\S+)").matcher(line);
        assertThat(m.find()).isTrue();
        return m.group(1);
    }

    /** The terminal client, in the folder where it finds the demo's session. */
    private static String client(Path home, int wanted, String... arguments) {
        try (Part client = java("client", home, "org.archivevault.client.VaultClient", arguments)) {
            assertThat(client.awaitExit(Duration.ofMinutes(1)))
                    .as(client.output())
                    .isEqualTo(wanted);
            return client.output();
        }
    }

    private static Part java(String name, Path home, String mainClass, String... arguments) {
        return java(name, List.of(), home, mainClass, arguments);
    }

    private static Part java(String name, List<String> by, Path home, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        return Part.start(name, home, Map.of("HOME", home.toString()), command);
    }

    private static void interrupt(Part part) {
        try (Part kill = Part.start(
                "kill",
                Path.of("/tmp"),
                "kill",
                "-INT",
                Long.toString(part.process().pid()))) {
            assertThat(kill.awaitExit(Duration.ofSeconds(5))).isZero();
        }
    }
}
