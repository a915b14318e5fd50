package org.archivevault.server.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of the life of an alarm, state by state and event by event, as docs/design/life-of-an-alarm.md shows it. */
class AlarmLifeTest {
    /**
     * Condition and acknowledgement: where each event leads. A star: people are told anew; a dash: nothing to do. Behind a
     * slash: for a kind that latches.
     */
    private static final String CONDITION = """
            event         normal           unacknowledged        acknowledged     returned         latched
            raised        unacknowledged*  unacknowledged        acknowledged     unacknowledged*  unacknowledged*
            happened      latched*         unacknowledged*       unacknowledged*  latched*         latched*
            cleared       -                returned/latched      normal           -                -
            acknowledged  -                acknowledged          -                normal           normal
            """;

    /** Keeping quiet: where each event leads; an x: it cannot be done. */
    private static final String QUIET = """
            event         no              shelved         suppressed      out-of-service
            shelved       shelved         shelved         x               x
            unshelved     x               no              x               x
            suppressed    suppressed      x               x               x
            unsuppressed  x               x               no              x
            taken-out     out-of-service  x               x               x
            put-back      x               x               x               no
            """;

    @Test
    void everyEventOfTheConditionLeadsWhereTheTableSays() {
        List<String> wrong = new ArrayList<>();
        int cells = 0;
        for (Map.Entry<String, Map<String, String>> row : rows(CONDITION).entrySet()) {
            LifeEvent event = event(row.getKey());
            for (AlarmState state : AlarmState.values()) {
                String cell = java.util.Objects.requireNonNull(row.getValue().get(state.code()));
                for (boolean latching : new boolean[] {false, true}) {
                    cells++;
                    String told = condition(new AlarmLife(state, Quiet.NO).on(event, latching));
                    String due = cell.contains("/") ? cell.split("/")[latching ? 1 : 0] : cell;
                    if (!told.equals(due)) {
                        wrong.add(state + " on " + event + (latching ? ", latching: " : ": ") + told + ", not " + due);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cells).isEqualTo(4 * 5 * 2);
    }

    @Test
    void everyEventOfQuietLeadsWhereTheTableSaysWhateverTheCondition() {
        List<String> wrong = new ArrayList<>();
        int cells = 0;
        for (Map.Entry<String, Map<String, String>> row : rows(QUIET).entrySet()) {
            LifeEvent event = event(row.getKey());
            for (AlarmState state : AlarmState.values()) {
                for (Quiet quiet : Quiet.values()) {
                    cells++;
                    AlarmLife.Step step = new AlarmLife(state, quiet).on(event, false);
                    String cell = row.getValue().get(quiet.code());
                    String told = step.kind() == AlarmLife.Step.Kind.ILLEGAL
                            ? "x"
                            : step.to().quiet().code();
                    if (!told.equals(cell) || step.to().state() != state) {
                        wrong.add(state + ", " + quiet + " on " + event + ": " + step);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cells).isEqualTo(6 * 5 * 4);
    }

    @Test
    void theTwoTablesHaveEveryEvent() {
        TreeSet<LifeEvent> all = new TreeSet<>();
        rows(CONDITION).keySet().forEach(name -> all.add(event(name)));
        rows(QUIET).keySet().forEach(name -> all.add(event(name)));
        assertThat(all).containsExactly(LifeEvent.values());
    }

    @Test
    void whatIsKeptQuietGoesItsWayUnheardAndIsHeardWhenTheQuietEnds() {
        for (Quiet quiet : List.of(Quiet.SHELVED, Quiet.SUPPRESSED, Quiet.OUT_OF_SERVICE)) {
            for (AlarmState state : AlarmState.values()) {
                for (LifeEvent event :
                        List.of(LifeEvent.RAISED, LifeEvent.HAPPENED, LifeEvent.CLEARED, LifeEvent.ACKNOWLEDGED)) {
                    AlarmLife.Step heard = new AlarmLife(state, Quiet.NO).on(event, true);
                    AlarmLife.Step hushed = new AlarmLife(state, quiet).on(event, true);
                    // the condition moves as if it were heard, and nobody is told
                    assertThat(hushed.kind()).isEqualTo(heard.kind());
                    assertThat(hushed.to().state()).isEqualTo(heard.to().state());
                    assertThat(hushed.to().quiet()).isEqualTo(quiet);
                    assertThat(hushed.tells()).isFalse();
                    // when the quiet ends, what still alarms is told
                    AlarmLife.Step ended = hushed.to().on(ending(quiet), true);
                    assertThat(ended.tells())
                            .isEqualTo(List.of(AlarmState.UNACKNOWLEDGED, AlarmState.LATCHED)
                                    .contains(hushed.to().state()));
                }
            }
        }
    }

    @Test
    void itIsOverOnlyWhenNothingIsTheMatterAndNothingIsKeptQuiet() {
        for (AlarmState state : AlarmState.values()) {
            for (Quiet quiet : Quiet.values()) {
                assertThat(new AlarmLife(state, quiet).isOver())
                        .isEqualTo(state == AlarmState.NORMAL && quiet == Quiet.NO);
            }
        }
    }

    @Test
    void nothingEndsUnlessAPersonHasAcknowledgedIt() {
        // from every state, whatever happens but an acknowledgement leaves what is owed owed
        for (AlarmState state : AlarmState.values()) {
            for (Quiet quiet : Quiet.values()) {
                for (LifeEvent event : LifeEvent.values()) {
                    AlarmLife life = new AlarmLife(state, quiet);
                    if (event != LifeEvent.ACKNOWLEDGED && life.state().awaitsAcknowledgement()) {
                        assertThat(life.on(event, true).to().state().awaitsAcknowledgement())
                                .as(life + " on " + event)
                                .isTrue();
                    }
                }
            }
        }
    }

    private static LifeEvent ending(Quiet quiet) {
        return switch (quiet) {
            case SHELVED -> LifeEvent.UNSHELVED;
            case SUPPRESSED -> LifeEvent.UNSUPPRESSED;
            default -> LifeEvent.PUT_BACK;
        };
    }

    private static String condition(AlarmLife.Step step) {
        return step.kind() == AlarmLife.Step.Kind.UNCHANGED
                ? "-"
                : step.to().state().code() + (step.tells() ? "*" : "");
    }

    private static LifeEvent event(String name) {
        return LifeEvent.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static Map<String, Map<String, String>> rows(String table) {
        List<String[]> lines =
                table.lines().map(line -> line.trim().split(" +")).toList();
        Map<String, Map<String, String>> rows = new TreeMap<>();
        for (String[] line : lines.subList(1, lines.size())) {
            Map<String, String> cells = new TreeMap<>();
            for (int i = 1; i < line.length; i++) {
                cells.put(lines.get(0)[i], line[i]);
            }
            rows.put(line[0], cells);
        }
        return rows;
    }
}
