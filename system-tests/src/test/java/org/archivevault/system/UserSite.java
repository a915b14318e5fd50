package org.archivevault.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.plan.SitePlanLoader;
import org.archivevault.server.importing.ExportEncoding;
import org.archivevault.server.importing.sample.ExportGenerator;
import org.archivevault.system.parts.DebianPostgres;
import org.archivevault.system.parts.LibmodbusController;
import org.archivevault.system.parts.Mosquitto;
import org.archivevault.system.parts.Part;
import org.archivevault.system.parts.Rest;
import org.awaitility.Awaitility;

/**
 * A site as a user runs it: Mosquitto, a PostgreSQL server from the distribution, a controller that is not ours, and our
 * server and edge agent as processes of their own.
 */
final class UserSite implements AutoCloseable {
    static final String BLOCK = "ES-V1-B1";
    private static final int PACKS = 1_900;
    private static final String PLAN = """
            kind: site-plan
            site: ES
            name: {zh: 测试站, en: Test site}
            controllers:
              - name: block-1-controller
                profile: block-mailbox-1
                unitId: 1
                connection: {type: modbus-tcp, host: 127.0.0.1, port: PORT}
            vaults:
              - code: V1
                name: {zh: 库房, en: Vault}
                edge: edge-v1
                blocks:
                  - code: B1
                    name: {zh: 一区, en: Block 1}
                    controller: block-1-controller
                    aisleWidth: 900mm
                    guards: [presence, safety-edge, obstruction, emergency-stop, door]
                    shelves: {bays: 4, levels: 5, slots: 10}
                    carriages:
                      - {number: 1, kind: fixed, width: 450mm, faces: [B]}
                      - {number: 2..5, kind: mobile, width: 600mm, faces: [A, B]}
                      - {number: 6, kind: fixed, width: 450mm, faces: [A]}
            """;

    final Mosquitto broker;
    final DebianPostgres database;
    final LibmodbusController controller;
    final ExportGenerator archive;
    private final Path home;
    private final Path planFile;
    private final int httpPort = Part.freePort();
    private final int edgeHealthPort = Part.freePort();
    private final String watch;
    private final String moreSettings;
    private Part server;
    private Part edge;
    private Rest administrator;

    private UserSite(Path home, String watch, String moreSettings) throws IOException {
        this.home = home;
        this.watch = watch;
        this.moreSettings = moreSettings;
        this.broker = Mosquitto.start(home.resolve("mosquitto"));
        this.database = DebianPostgres.start();
        this.planFile = home.resolve("site.yaml");
        SitePlan geometry = writePlan(1);
        Path controllerHome = Files.createDirectories(home.resolve("controller"));
        this.controller =
                LibmodbusController.start(controllerHome, geometry.blocks().get(0), Duration.ofMillis(800));
        SitePlan plan = writePlan(controller.port());
        this.archive = new ExportGenerator(7, PACKS, plan);
        Files.writeString(home.resolve("server.yaml"), settings());
        this.server = startServer();
        this.administrator = firstAdministrator();
        this.edge = startEdge();
    }

    /** Starts everything and imports the archive. */
    static UserSite start(Path home) throws IOException {
        return start(home, "", "");
    }

    /** As {@link #watched}, and imports the archive. */
    static UserSite start(Path home, String watch, String moreSettings) throws IOException {
        UserSite site = new UserSite(home, watch, moreSettings);
        site.importArchive();
        return site;
    }

    /**
     * Starts everything, with an empty archive.
     *
     * @param watch what the plan says of zones and sources, indented by four, BROKER standing for the broker's url
     * @param moreSettings of the server
     */
    static UserSite watched(Path home, String watch, String moreSettings) throws IOException {
        return new UserSite(home, watch, moreSettings);
    }

    static boolean possible() {
        return Mosquitto.installed() && DebianPostgres.installed() && LibmodbusController.buildable();
    }

    private SitePlan writePlan(int port) throws IOException {
        Files.writeString(
                planFile, PLAN.replace("PORT", Integer.toString(port)) + watch.replace("BROKER", broker.url()));
        return SitePlanLoader.load(planFile);
    }

    private String settings() {
        return "http: {port: " + httpPort + "}\n"
                + "db: {url: 'postgresql://127.0.0.1:" + database.port() + "/vault', user: vault, password: "
                + DebianPostgres.PASSWORD + "}\n"
                + "mqtt: {url: '" + broker.url() + "'}\n"
                + "sitePlan: '" + planFile + "'\n"
                + moreSettings;
    }

    Part startServer() {
        server = java(
                "org.archivevault.server.VaultServer",
                "-Xmx256m",
                "--settings",
                home.resolve("server.yaml").toString());
        server.awaitLine(l -> l.contains("ready"), Duration.ofMinutes(1));
        return server;
    }

    Part startEdge() {
        edge = java(
                "org.archivevault.edge.EdgeAgent",
                "-Xmx64m",
                "--plan",
                planFile.toString(),
                "--edge",
                "edge-v1",
                "--mqtt",
                broker.url(),
                "--data",
                home.resolve("edge").toString(),
                "--health-port",
                Integer.toString(edgeHealthPort));
        return edge;
    }

    private Part java(String mainClass, String heap, String... arguments) {
        java.util.ArrayList<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dvault.log.to=file",
                "-Dvault.log=" + home.resolve(mainClass.substring(mainClass.lastIndexOf('.') + 1) + ".log"),
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        return Part.start(mainClass, home, Map.of(), command);
    }

    private Rest firstAdministrator() {
        String line = server.awaitLine(l -> l.contains("one-time password: "), Duration.ofSeconds(5));
        String password = line.substring(line.lastIndexOf(' ') + 1);
        Rest admin = anybody().signedIn("admin", password);
        admin.put(
                        "/sessions/current/password",
                        Map.of("oldPassword", password, "newPassword", "quite-Long-enough-2026"))
                .good();
        return admin;
    }

    /** A person with a session. */
    Rest person(String userName, String displayName, String... roles) {
        JsonNode created = administrator
                .post("/users", Map.of("userName", userName, "displayName", displayName, "roles", List.of(roles)))
                .good();
        String oneTime = created.path("oneTimePassword").asText();
        Rest person = anybody().signedIn(userName, oneTime);
        person.put(
                        "/sessions/current/password",
                        Map.of("oldPassword", oneTime, "newPassword", "quite-Long-enough-2026"))
                .good();
        return person;
    }

    Rest anybody() {
        return new Rest(URI.create("http://127.0.0.1:" + httpPort), "");
    }

    /** The sum of a counter of the edge over all its labels; empty while the edge does not answer. */
    OptionalDouble edgeCounter(String name) {
        try {
            HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edgeHealthPort + "/metrics"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            String text = HttpClient.newHttpClient()
                    .send(metrics, BodyHandlers.ofString())
                    .body();
            return OptionalDouble.of(text.lines()
                    .filter(line ->
                            line.startsWith("vault_edge_" + name + "{") || line.startsWith("vault_edge_" + name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum());
        } catch (IOException silent) {
            return OptionalDouble.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    String databaseUrl() {
        return "postgresql://127.0.0.1:" + database.port() + "/vault";
    }

    private void importArchive() throws IOException {
        Rest archivist = person("importer", "导入员", "archivist");
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        archive.write(csv, ExportEncoding.GB18030);
        String id = archivist
                .upload("/imports?mode=all-or-nothing&encoding=auto", BodyPublishers.ofByteArray(csv.toByteArray()))
                .good()
                .path("id")
                .asText();
        JsonNode[] run = new JsonNode[1];
        Awaitility.await("the import ends").atMost(Duration.ofMinutes(1)).until(() -> {
            run[0] = archivist.get("/imports/" + id).good();
            return run[0].path("ended").asBoolean();
        });
        if (!"done".equals(run[0].path("state").asText())) {
            throw new AssertionError("the import did not end well: " + run[0]);
        }
    }

    /** Waits until the block may move: every part is there again. */
    void awaitHealthy(Rest person, Duration within) {
        JsonNode[] block = new JsonNode[1];
        Awaitility.await("the block may move")
                .atMost(within)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    Rest.Reply reply = person.get("/blocks/" + BLOCK);
                    block[0] = reply.body();
                    org.assertj.core.api.Assertions.assertThat(reply.status())
                            .as("%s", block[0])
                            .isEqualTo(200);
                    org.assertj.core.api.Assertions.assertThat(block[0].path("obstacles"))
                            .as("%s", block[0])
                            .isEmpty();
                });
    }

    /** An order whose first pack lies behind an aisle. */
    String orderBehindAisle(Rest person, int aisle) {
        for (int i = 0; i < archive.packs(); i++) {
            String order = archive.pack(i).orderNo();
            String position = archive.pack(i).positionCode();
            if (position == null || archive.pack(i).securityClass() == 3) {
                continue;
            }
            int of = org.archivevault.protocol.address.ShelfAddress.parse(position)
                    .aisleNumber();
            if (of == aisle
                    && person.get("/orders/" + order + "/location")
                            .good()
                            .path("packs")
                            .path(0)
                            .path("state")
                            .asText()
                            .equals("on-shelf")) {
                return order;
            }
        }
        throw new AssertionError("no order lies behind aisle " + aisle);
    }

    Part server() {
        return server;
    }

    Part edge() {
        return edge;
    }

    @Override
    public void close() {
        edge.close();
        server.close();
        controller.close();
        broker.close();
        database.close();
    }
}
