package org.archivevault.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every SQL query of the dashboards, run as Grafana's role on the schema as the server makes it; and what that role may see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class ReportTest {
    private static final Set<Integer> NUMBERS =
            Set.of(Types.DOUBLE, Types.BIGINT, Types.INTEGER, Types.NUMERIC, Types.SMALLINT, Types.REAL);

    private House house;

    @BeforeAll
    void open() {
        house = new House();
    }

    @AfterAll
    void close() {
        house.close();
    }

    @Test
    void everyQueryOfEveryDashboardAnswersWithTheColumnsThatItsPanelNeeds() throws SQLException {
        int run = 0;
        try (Connection grafana = house.asGrafana();
                Statement statement = grafana.createStatement()) {
            for (Dashboard dashboard : Dashboard.all()) {
                for (Dashboard.Query query : dashboard.queries("vault-postgres")) {
                    String sql = GrafanaMacros.expand(query.text(), house.from, house.to, House.ZONES);
                    assertThat(sql).as(query.where()).doesNotContain("$");
                    try (ResultSet rows = statement.executeQuery(sql)) {
                        check(query, rows);
                    } catch (SQLException e) {
                        throw new AssertionError(query.where() + ": " + e.getMessage() + "\n" + sql, e);
                    }
                    run++;
                }
            }
        }
        assertThat(run).isGreaterThan(30);
    }

    private static void check(Dashboard.Query query, ResultSet rows) throws SQLException {
        ResultSetMetaData told = rows.getMetaData();
        List<String> columns = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= told.getColumnCount(); i++) {
            columns.add(told.getColumnLabel(i));
            if (NUMBERS.contains(told.getColumnType(i))) {
                numbers.add(told.getColumnLabel(i));
            } else if (told.getColumnType(i) == Types.VARCHAR) {
                texts.add(told.getColumnLabel(i));
            }
        }
        assertThat(columns).as(query.where()).containsAll(query.columns());
        if (query.timeSeries()) {
            assertThat(columns.get(0)).as(query.where()).isEqualTo("time");
            assertThat(texts).as(query.where()).isSubsetOf("metric");
            assertThat(numbers.stream().filter(name -> !name.equals("time")).toList())
                    .as(query.where())
                    .hasSize(1);
        }
        int count = 0;
        boolean told1 = false;
        while (rows.next()) {
            count++;
            for (String column : columns) {
                told1 |= !column.equals("time") && rows.getObject(column) != null;
            }
        }
        assertThat(count).as(query.where() + ": rows").isPositive();
        assertThat(told1).as(query.where() + ": anything but nulls").isTrue();
    }

    @Test
    void theFiguresOfTheClimateBoardAreThoseOfTheBook() throws SQLException {
        Dashboard.Query twpi = Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.queries("vault-postgres").stream())
                .filter(query -> query.where().contains("TWPI"))
                .findFirst()
                .orElseThrow();
        try (Connection grafana = house.asGrafana();
                Statement statement = grafana.createStatement();
                ResultSet rows =
                        statement.executeQuery(GrafanaMacros.expand(twpi.text(), house.from, house.to, House.ZONES))) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("metric")).isEqualTo("北区 / North");
            assertThat(rows.getDouble("value")).isEqualTo(46);
        }
    }

    @Test
    void theRoleSeesEveryViewOfTheSchemaReportAndNoTable() throws SQLException {
        try (Connection grafana = house.asGrafana();
                Statement statement = grafana.createStatement()) {
            for (String view : relations("report")) {
                statement
                        .executeQuery("SELECT * FROM report." + view + " LIMIT 1")
                        .close();
            }
            List<String> tables = relations("public");
            assertThat(tables).contains("app_user", "pack", "placement", "access_log", "reading", "still_content");
            for (String table : tables) {
                assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM public." + table + " LIMIT 1"))
                        .as(table)
                        .hasMessageContaining("permission denied");
            }
        }
    }

    @Test
    void theRoleCanWriteNothing() throws SQLException {
        try (Connection grafana = house.asGrafana();
                Statement statement = grafana.createStatement()) {
            for (String sql : List.of(
                    "CREATE TABLE report.mine (x int)",
                    "CREATE TABLE public.mine (x int)",
                    "DELETE FROM report.access",
                    "SET default_transaction_read_only = off; INSERT INTO report.zone VALUES ('x')",
                    "SET default_transaction_read_only = off; SELECT public.ensure_month('reading', '2031-01-01')")) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).isInstanceOf(SQLException.class);
            }
        }
        assertThat(house.db.number("SELECT count(*) FROM access_log")).isEqualTo(2);
    }

    @Test
    void noViewTellsOfAPersonACustomerAnOrderAPackOrASlot() throws SQLException {
        int rowsSeen = 0;
        try (Connection grafana = house.asGrafana();
                Statement statement = grafana.createStatement()) {
            for (String view : relations("report")) {
                int ofView = 0;
                try (ResultSet rows =
                        statement.executeQuery("SELECT row_to_json(v)::text FROM report." + view + " v")) {
                    while (rows.next()) {
                        assertThat(rows.getString(1)).as(view).doesNotContain(House.SECRETS);
                        ofView++;
                    }
                }
                assertThat(ofView).as("rows of " + view).isPositive();
                rowsSeen += ofView;
            }
        }
        assertThat(rowsSeen).isGreaterThan(20);
    }

    private List<String> relations(String schema) {
        return house
                .db
                .rows(
                        "SELECT relname::text FROM pg_class WHERE relnamespace = $1::text::regnamespace"
                                + " AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname",
                        schema)
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }
}
