package org.archivevault.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.identity.Role;
import org.archivevault.server.testing.TestPostgres;
import org.archivevault.server.testing.TestServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every operation of the contract for every role and for nobody. An operation that is not in the table fails the test:
 * whoever adds one says here who may call it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class AccessRightsTest {
    /** Columns: archivist, approver, facilities, security, auditor, administrator; x may, . may not. */
    private static final String TABLE = """
            signIn                xxxxxx anonymous
            currentSession        xxxxxx
            signOut               xxxxxx
            changePassword        xxxxxx
            listUsers             ....xx
            createUser            .....x
            setRoles              .....x
            disableUser           .....x
            enableUser            .....x
            resetPassword         .....x
            readAccessLog         ...xxx
            exportAccessLog       ...xxx
            followAccessLog       ...xxx
            getOrder              xx....
            getPack               xx....
            getPackPlaceAt        xx....
            locateOrder           xxxx..
            search                xx....
            proposePutAways       x.....
            putAway               x.....
            getFill               xxx...
            getPackLabel          x.....
            givePackEpc           x.....
            openInventory         x.....
            listInventories       xx..x.
            getInventory          xx..x.
            uploadSweep           x.....
            closeInventory        x.....
            listDiscrepancies     xx..x.
            settleDiscrepancy     x.....
            getCoverage           xx..x.
            listUnseen            xx..x.
            startImport           x.....
            getImport             x.....
            getImportRejections   x.....
            askRetrieval          x.....
            getRetrieval          xxxx..
            followRetrieval       xxxx..
            openRetrieval         x.....
            cancelRetrieval       x.x...
            closeRetrieval        x.x...
            takePack              x.....
            returnPack            x.....
            listBlocks            xxxxxx
            getBlock              xxxxxx
            watchBlock            xxxxxx
            stopBlock             xxxxxx
            acknowledgeComms      x.x...
            lockBlock             x.xx..
            unlockBlock           x.x...
            getPackSightings      xxxxx.
            listUnknownTags       x.xx..
            listReadPoints        xxxxx.
            listAlarms            xxxxx.
            followAlarms          xxxxx.
            acknowledgeAlarm      ..xx..
            getAlarm              xxxxx.
            shelveAlarm           ..xx..
            unshelveAlarm         ..xx..
            suppressAlarm         ..xx..
            unsuppressAlarm       ..xx..
            takeAlarmOutOfService ..xx..
            putAlarmInService     ..xx..
            commentAlarm          ..xx..
            assignAlarm           ..xx..
            listZones             xxxxx.
            listSensors           xxxxx.
            getSensorReadings     xxxxx.
            getZoneReadings       xxxxx.
            downloadSensorReadings xxxxx.
            downloadZoneReadings  xxxxx.
            listZonePreservation  xxxxx.
            getZonePreservation   xxxxx.
            getZoneHours          xxxxx.
            getPackPreservation   xxx...
            listCameras           x.xxx.
            getRetrievalEvidence  ...xx.
            listAlarmStills       ...xx.
            getStill              ...xx.
            listRounds            xxxxx.
            putRound              ..x...
            listRoundRuns         xxxxx.
            startRound            x.xx..
            spreadForRound        x.x...
            getRoundRun           xxxxx.
            answerRound           x.xx..
            finishRound           x.xx..
            getVentilation        xxxxx.
            getClimateMirror      ..x..x
            """;

    private static final List<Role> COLUMNS =
            List.of(Role.ARCHIVIST, Role.APPROVER, Role.FACILITIES, Role.SECURITY, Role.AUDITOR, Role.ADMINISTRATOR);

    /** Stands for nothing that exists, so that whoever passes the door changes nothing. */
    private static final Map<String, String> NOTHING = Map.of(
            "userName", "nobody.here",
            "id", "00000000-0000-4000-8000-000000000000",
            "sha256", "0".repeat(64),
            "block", "ES-V9-B9",
            "orderNo", "NONE-1",
            "packNo", "NONE-1",
            "sensor", "nothing-there",
            "zone", "nowhere");

    private final HttpClient http = HttpClient.newHttpClient();
    private TestServer server;
    private JsonObject contract;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        // A server with everything in it, and a broker that is not there.
        Path plan = folder.resolve("demo.yaml");
        try (InputStream demo = AccessRightsTest.class.getResourceAsStream("/sites/demo.yaml")) {
            Files.copy(Objects.requireNonNull(demo), plan);
        }
        server = TestServer.start(
                new ServerSettings(
                        HttpSettings.loopback(0),
                        TestPostgres.newDatabase(),
                        SessionSettings.defaults(),
                        new BrokerSettings("tcp://127.0.0.1:1", null, null),
                        plan.toString(),
                        folder.resolve("data").toString(),
                        Duration.ofSeconds(40)),
                Clock.systemUTC());
        contract = new JsonObject(server.get("/openapi.json", null).body());
    }

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void everyOperationIsOpenToExactlyTheRolesOfTheTable() throws Exception {
        Map<String, String> table = table();
        List<Called> operations = operations();
        // every operation is in the table, and nothing else is
        assertThat(new TreeSet<>(table.keySet()))
                .isEqualTo(new TreeSet<>(
                        operations.stream().map(Called::operationId).toList()));

        Map<Role, String> userNames = new EnumMap<>(Role.class);
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : COLUMNS) {
            userNames.put(role, "only." + role.code());
            tokens.put(role, server.signedIn("only." + role.code(), role));
        }
        String roleless = server.signedIn("only.nothing");

        List<String> surprises = new ArrayList<>();
        int cells = 0;
        for (Called operation : operations) {
            String row = Objects.requireNonNull(table.get(operation.operationId()));
            boolean anonymous = row.endsWith("anonymous");
            boolean everybody = row.startsWith("xxxxxx");
            cells += judge(operation, "anonymous", null, anonymous ? "passes" : "401", surprises);
            cells += judge(operation, "invalid token", "made-up", anonymous ? "passes" : "401", surprises);
            cells += judge(
                    operation,
                    "no role",
                    operation.operationId().equals("signOut")
                            ? server.signIn("only.nothing", TestServer.ADMIN_PASSWORD)
                            : roleless,
                    // open to everybody signed in, whatever the role, or open to whoever has any role
                    anonymous || isAlwaysOpen(operation.operationId()) ? "passes" : "403",
                    surprises);
            for (int i = 0; i < COLUMNS.size(); i++) {
                Role role = COLUMNS.get(i);
                String token = operation.operationId().equals("signOut")
                        ? server.signIn(Objects.requireNonNull(userNames.get(role)), TestServer.ADMIN_PASSWORD)
                        : tokens.get(role);
                boolean may = everybody || row.charAt(i) == 'x';
                cells += judge(operation, role.code(), token, may ? "passes" : "403", surprises);
            }
        }
        assertThat(surprises).as("surprises in " + cells + " cells").isEmpty();
        assertThat(cells).isEqualTo(operations.size() * 9);
    }

    @Test
    void noAccountHoldsTwoOfAdministratorAuditorAndSecurity() {
        // neither when it is made, nor later, nor by somebody with the database in hand
        for (List<Role> pair : List.of(
                List.of(Role.ADMINISTRATOR, Role.AUDITOR),
                List.of(Role.ADMINISTRATOR, Role.SECURITY),
                List.of(Role.SECURITY, Role.AUDITOR, Role.ARCHIVIST))) {
            JsonArray codes = new JsonArray(pair.stream().map(Role::code).toList());
            HttpResponse<String> made = server.call(
                    "POST",
                    "/users",
                    server.adminToken(),
                    new JsonObject()
                            .put("userName", "two.hats")
                            .put("displayName", "x")
                            .put("roles", codes));
            assertThat(new JsonObject(made.body()).getString("code")).isEqualTo("roles-not-together");
            HttpResponse<String> changed =
                    server.call("PUT", "/users/admin/roles", server.adminToken(), new JsonObject().put("roles", codes));
            assertThat(new JsonObject(changed.body()).getString("code")).isEqualTo("roles-not-together");
            String array =
                    "ARRAY['" + String.join("','", pair.stream().map(Role::code).toList()) + "']";
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestPostgres.execute(
                            server.database(), "UPDATE app_user SET roles = " + array + " WHERE user_name = 'admin'"))
                    .hasMessageContaining("roles_kept_apart");
        }
    }

    @Test
    void oneAdministratorAlwaysStays() throws Exception {
        try (TestServer own = TestServer.start()) {
            // alone
            HttpResponse<String> alone = own.call("POST", "/users/admin/disable", own.adminToken(), null);
            assertThat(new JsonObject(alone.body()).getString("code")).isEqualTo("last-administrator");
            // two who disable each other at the same moment
            String other = own.signedIn("second", Role.ADMINISTRATOR);
            CompletableFuture<HttpResponse<String>> one = CompletableFuture.supplyAsync(
                    () -> own.call("POST", "/users/second/disable", own.adminToken(), null));
            HttpResponse<String> two = own.call("POST", "/users/admin/disable", other, null);
            List<Integer> statuses = List.of(one.get(30, TimeUnit.SECONDS).statusCode(), two.statusCode());
            assertThat(statuses).containsOnlyOnce(204);
        }
    }

    private static boolean isAlwaysOpen(String operationId) {
        return List.of("currentSession", "signOut", "changePassword", "stopBlock")
                .contains(operationId);
    }

    private int judge(Called operation, String who, @Nullable String token, String expected, List<String> surprises)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(operation.path()))
                .timeout(Duration.ofSeconds(20))
                .method(
                        operation.method(),
                        operation.mediaType() == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(operation.mediaType().endsWith("json") ? "{}" : "x"));
        if (operation.mediaType() != null) {
            request.header("Content-Type", operation.mediaType());
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<InputStream> answer = http.send(request.build(), BodyHandlers.ofInputStream());
        String verdict;
        try (InputStream body = answer.body()) {
            verdict = answer.statusCode() == 401 || answer.statusCode() == 403
                    ? verdict(answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8))
                    // 503 is a right answer here: the broker is not there.
                    : answer.statusCode() >= 500 && answer.statusCode() != 503 ? "fails" : "passes";
        }
        if (!verdict.equals(expected)) {
            surprises.add(operation.operationId() + " for " + who + ": " + verdict + " instead of " + expected);
        }
        return 1;
    }

    private static String verdict(int status, String body) {
        String code = new JsonObject(body).getString("code");
        return code.equals("not-signed-in") || code.equals("not-allowed") ? Integer.toString(status) : "passes";
    }

    private static Map<String, String> table() {
        Map<String, String> table = new TreeMap<>();
        TABLE.lines().forEach(line -> {
            String[] parts = line.split(" +", 2);
            table.put(parts[0], parts[1]);
        });
        return table;
    }

    private List<Called> operations() {
        List<Called> operations = new ArrayList<>();
        for (Map.Entry<String, Object> path : contract.getJsonObject("paths")) {
            for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
                if (method.getValue() instanceof JsonObject operation && operation.containsKey("operationId")) {
                    operations.add(new Called(
                            operation.getString("operationId"),
                            method.getKey().toUpperCase(java.util.Locale.ROOT),
                            filled(path.getKey()),
                            mediaType(operation)));
                }
            }
        }
        return operations;
    }

    private @Nullable String mediaType(JsonObject operation) {
        JsonObject body = operation.getJsonObject("requestBody");
        if (body != null && body.containsKey("$ref")) {
            String name =
                    body.getString("$ref").substring(body.getString("$ref").lastIndexOf('/') + 1);
            body = contract.getJsonObject("components")
                    .getJsonObject("requestBodies")
                    .getJsonObject(name);
        }
        return body == null
                ? null
                : body.getJsonObject("content").fieldNames().iterator().next();
    }

    private static String filled(String path) {
        String filled = path;
        for (Map.Entry<String, String> parameter : new HashMap<>(NOTHING).entrySet()) {
            filled = filled.replace("{" + parameter.getKey() + "}", parameter.getValue());
        }
        return filled;
    }

    private record Called(
            String operationId,
            String method,
            String path,
            @Nullable String mediaType) {}
}
