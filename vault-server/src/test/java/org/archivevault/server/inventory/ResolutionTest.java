package org.archivevault.server.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.archivevault.server.catalogue.PackState;
import org.archivevault.server.inventory.Resolution.Question;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResolutionTest {
    private static final String HOME = "ES-V1-B1-01B-01-1-01";
    private static final String AWAY = "ES-V1-B1-02A-01-1-01";

    /** Each kind, the pack's state now, and what can be done about it: x can, . cannot. */
    @ParameterizedTest
    @CsvSource({
        // kind, state, stands now, found, moved, missing
        "missing, on-shelf, HOME, xxx",
        "misplaced, on-shelf, HOME, xxx",
        "missing, on-shelf, AWAY, ...",
        "missing, out, NONE, ...",
        "missing, missing, NONE, ...",
        "unexpected, missing, NONE, xx.",
        "unexpected, unknown, NONE, xx.",
        "unexpected, out, NONE, ...",
        "unexpected, on-shelf, HOME, ...",
        "unexpected, none, NONE, ...",
    })
    void what_can_be_done_follows_from_what_the_records_say_now(String kind, String state, String stands, String can) {
        PackState now = state.equals("none") ? null : PackState.of(state);
        String standsNow = stands.equals("HOME") ? HOME : stands.equals("AWAY") ? "ES-V1-B1-02A-01-1-02" : null;
        Question question = new Question(kind, kind.equals("unexpected") ? null : HOME, now, standsNow, AWAY, "");

        StringBuilder possible = new StringBuilder();
        for (Resolution resolution : List.of(Resolution.FOUND, Resolution.MOVED, Resolution.MISSING)) {
            possible.append(resolution.refusal(question).isEmpty() ? 'x' : '.');
        }
        assertThat(possible).hasToString(can);
    }

    @Test
    void a_note_must_say_something_and_can_settle_anything() {
        assertThat(Resolution.NOTED.refusal(question(" "))).isPresent();
        assertThat(Resolution.NOTED.refusal(question("a visitor's tag"))).isEmpty();
    }

    @Test
    void a_move_needs_a_slot_and_another_one() {
        assertThat(Resolution.MOVED.refusal(new Question("misplaced", HOME, PackState.ON_SHELF, HOME, null, "")))
                .hasValueSatisfying(why -> assertThat(why.en()).contains("name the slot"));
        assertThat(Resolution.MOVED.refusal(new Question("misplaced", HOME, PackState.ON_SHELF, HOME, HOME, "")))
                .hasValueSatisfying(why -> assertThat(why.en()).contains("it was found"));
    }

    @ParameterizedTest
    @EnumSource(Resolution.class)
    void names_are_read_back(Resolution resolution) {
        assertThat(Resolution.of(resolution.code())).isEqualTo(resolution);
    }

    private static Question question(String note) {
        @Nullable PackState none = null;
        return new Question("unexpected", null, none, null, null, note);
    }
}
