package org.archivevault.edge.light.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.archivevault.edge.light.modbus.ModbusLamps;
import org.archivevault.firmware.light.LightProfile;
import org.archivevault.firmware.light.LightProfileLoader;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.LightPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.command.Command;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.DarkenPositions;
import org.archivevault.protocol.command.EdgeInstant;
import org.archivevault.protocol.command.LightPosition;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.event.EdgeEvent;
import org.archivevault.simulator.SimulatedSite;
import org.archivevault.simulator.SimulatorOptions;
import org.archivevault.simulator.fault.Fault;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.truth.TruthEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The edge's lights against the demo site's simulated light controller, over Modbus. */
final class SimulatedLightsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LIGHT = "lights-b1";
    private static final BlockId BLOCK = BlockId.parse("ES-V1-B1");
    /** 02A has lamps 37 upwards, one for each of 6 levels: bay 2, level 3 is the ninth. */
    private static final String POSITION = "ES-V1-B1-02A-02-3-07";

    private static final int LAMP = 45;
    private static final long LIFE = 600_000;

    private final Vertx vertx = Vertx.vertx();
    private final UUID boot = UUID.randomUUID();
    private final List<EdgeEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> health = new CopyOnWriteArrayList<>();
    private final List<TruthEvent> truth = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private SimulatedSite site;

    @SuppressWarnings("NullAway.Init")
    private LightsVerticle lights;

    private final class Around implements LightSurroundings {
        @Override
        public Future<?> record(EdgeEvent event) {
            events.add(event);
            return Future.succeededFuture();
        }

        @Override
        public void answered(String device) {
            health.add("up");
        }

        @Override
        public void failed(String device, String sentence) {
            health.add(sentence);
        }
    }

    private static long clock() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void start(SitePlan plan) {
        site = get(SimulatedSite.start(vertx, plan, SimulatorOptions.forTests().tellingOf(truth::add)));
    }

    private void drive(List<LightPlan> plans) {
        lights = new LightsVerticle(plans, ModbusLamps::open, new Around(), SimulatedLightsTest::clock, boot);
        get(vertx.deployVerticle(lights));
    }

    private void startDemo() {
        start(SitePlanLoader.loadBundled("demo"));
        drive(site.plan().vaults().get(0).lights());
    }

    @AfterEach
    void stop() {
        get(site.close());
        get(vertx.close());
    }

    private CommandId light(long life) {
        long now = clock();
        return give(new LightPosition(
                new CommandId(UUID.randomUUID()),
                ShelfAddress.parse(POSITION),
                life,
                new EdgeInstant(boot, now + life),
                "li",
                new Reason(Reason.Kind.RETRIEVAL, "r-1")));
    }

    private CommandId darken() {
        return give(new DarkenPositions(
                new CommandId(UUID.randomUUID()), BLOCK, "li", new Reason(Reason.Kind.RETRIEVAL, "r-1")));
    }

    private CommandId give(Command command) {
        lights.received(command, clock());
        return command.id();
    }

    private CommandOutcome outcome(CommandId command) {
        await("end of " + command)
                .atMost(PATIENCE)
                .until(() -> !outcomes(command).isEmpty());
        assertThat(outcomes(command)).hasSize(1);
        return outcomes(command).get(0);
    }

    private List<CommandOutcome> outcomes(CommandId command) {
        return events.stream()
                .filter(EdgeEvent.CommandEnded.class::isInstance)
                .map(EdgeEvent.CommandEnded.class::cast)
                .filter(e -> e.command().equals(command))
                .map(EdgeEvent.CommandEnded::outcome)
                .toList();
    }

    private void awaitBurning(Integer... lamps) {
        await("burning " + List.of(lamps))
                .atMost(PATIENCE)
                .until(() -> List.copyOf(site.light(LIGHT).burning().keySet()).equals(List.of(lamps)));
    }

    @Test
    void theLampAtThePositionBurnsUntilItIsDarkened() {
        startDemo();

        assertThat(outcome(light(LIFE))).isEqualTo(new CommandOutcome.Executed(false));
        assertThat(site.light(LIGHT).burning()).isEqualTo(Map.of(LAMP, 1));

        assertThat(outcome(darken())).isEqualTo(new CommandOutcome.Executed(false));
        assertThat(site.light(LIGHT).burning()).isEmpty();
        assertThat(truth.stream()
                        .filter(TruthEvent.LampChange.class::isInstance)
                        .map(TruthEvent.LampChange.class::cast)
                        .map(e -> e.lamp() + "=" + e.colour()))
                .containsExactly(LAMP + "=1", LAMP + "=0");
        assertThat(events)
                .filteredOn(EdgeEvent.CommandReceived.class::isInstance)
                .extracting(e -> ((EdgeEvent.CommandReceived) e).kind())
                .containsExactly("light-position", "darken-positions");
    }

    @Test
    void theLampGoesOutAfterItsLifeWithoutBeingTold() {
        startDemo();
        // a life that the slowest machine outlives, so that the lamp is seen burning first
        CommandId lit = light(3_000);
        awaitBurning(LAMP);
        awaitBurning();
        assertThat(outcome(lit)).isEqualTo(new CommandOutcome.Executed(false));
    }

    @Test
    void aLampThatLostItsPowerIsLitAgainAndOneThatSomebodyLitIsPutOut() {
        startDemo();
        light(LIFE);
        awaitBurning(LAMP);

        site.light(LIGHT).powerCycle();
        awaitBurning(LAMP);
        site.light(LIGHT).set(1, 3);
        awaitBurning(LAMP);
    }

    @Test
    void lampsThatAnEarlierStartLeftBurningGoDark() {
        start(SitePlanLoader.loadBundled("demo"));
        site.light(LIGHT).set(LAMP, 1);
        drive(site.plan().vaults().get(0).lights());
        awaitBurning();
    }

    @Test
    void aControllerThatIsAwayMakesTheOutcomeUnknownAndTheLampBurnsWhenItIsBack() {
        startDemo();
        await().atMost(PATIENCE).until(() -> health.contains("up"));
        get(site.unplug(LIGHT));

        assertThat(outcome(light(LIFE))).isInstanceOf(CommandOutcome.Unknown.class);
        assertThat(health).anyMatch(sentence -> sentence.contains("cannot be reached"));

        get(site.plug(LIGHT));
        awaitBurning(LAMP);
    }

    @Test
    void aWriteWhoseAnswerIsLostIsReadBackBeforeItIsWrittenAgain() {
        startDemo();
        await().atMost(PATIENCE).until(() -> health.contains("up"));
        site.faults(LIGHT)
                .add(FaultRule.always(new Fault.Silent()).onFunction(5).times(1));
        light(LIFE);
        awaitBurning(LAMP);
        // AND the one write did it: the read-back showed that
        await().atMost(PATIENCE)
                .until(() -> health.lastIndexOf("up")
                        > health.indexOf(health.stream()
                                .filter(h -> !h.equals("up"))
                                .findFirst()
                                .orElse("up")));
        assertThat(truth.stream()
                        .filter(TruthEvent.ModbusWrite.class::isInstance)
                        .count())
                .isEqualTo(1);
    }

    @Test
    void nothingIsEverWrittenToADeviceThatIsNoLightController() {
        // GIVEN a plan whose light stands, by mistake, at the address of a shelving controller
        start(SitePlanLoader.loadBundled("demo"));
        SitePlan.Vault vault = site.plan().vaults().get(0);
        LightPlan light = vault.lights().get(0);
        ControllerPlan shelving = site.plan().controller("block-1-controller").orElseThrow();
        drive(List.of(
                new LightPlan(light.name(), light.profile(), shelving.unitId(), shelving.connection(), light.faces())));

        // WHEN a light is asked for
        CommandOutcome end = outcome(light(LIFE));

        // THEN it is not written, and people are told
        assertThat(end).isInstanceOf(CommandOutcome.Unknown.class);
        assertThat(truth).noneMatch(TruthEvent.ModbusWrite.class::isInstance);
        assertThat(health)
                .anyMatch(sentence -> sentence.contains("not a light controller coil-lamps-1"))
                .doesNotContain("up");
    }

    @Test
    void lampsInRegistersBurnInTheColourOfTheirProfileAndTwoControllersShareALine() {
        // GIVEN two controllers on one line of RTU frames, one with coils and one with registers
        SitePlan demo = SitePlanLoader.loadBundled("demo");
        SitePlan.Vault vault = demo.vaults().get(0);
        LightPlan coils = vault.lights().get(0);
        LightProfile registers = LightProfileLoader.bundled("register-lamps-1");
        ControllerPlan.Connection line = new ControllerPlan.RtuOverTcp("127.0.0.1", 15_023);
        List<LightPlan> both = List.of(
                new LightPlan("coils", coils.profile(), 7, line, coils.faces().subList(0, 1)),
                new LightPlan("registers", registers, 8, line, coils.faces().subList(1, 2)));
        start(new SitePlan(
                demo.site(),
                demo.name(),
                List.of(new SitePlan.Vault(
                        vault.id(), vault.name(), vault.edge(), vault.blocks(), vault.readers(), vault.watch(), both)),
                demo.controllers(),
                demo.digest()));
        site.light("coils").set(1, 1);
        drive(site.plan().vaults().get(0).lights());

        // WHEN a lamp of the second is asked for
        assertThat(outcome(light(LIFE))).isEqualTo(new CommandOutcome.Executed(false));

        // THEN it burns green, and what burned for nobody at the first is out
        assertThat(site.light("registers").burning()).isEqualTo(Map.of(LAMP, 2));
        await().atMost(PATIENCE).until(() -> site.light("coils").burning().isEmpty());
    }
}
