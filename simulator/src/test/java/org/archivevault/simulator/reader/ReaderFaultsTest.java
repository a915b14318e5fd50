package org.archivevault.simulator.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderFaultsTest {
    private final ReaderFaults faults = new ReaderFaults();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reboot 1",
                "broken 2",
                "lost",
                "duplicate 3",
                "foreign",
                "no-answer",
                "silent",
                "mute",
                "no-keep-alive",
                "ghost 5",
                "dropout 10",
                "deaf 2",
                "malformed 7 3",
                "garbage 7",
                "status 401 1",
                "late 500 2"
            })
    void every_fault_is_typed_and_shown_by_its_name(String words) {
        // WHEN
        faults.add(List.of(words.split(" ")));

        // THEN
        assertThat(faults.active()).singleElement().satisfies(shown -> {
            String[] typed = words.split(" ");
            assertThat(shown)
                    .startsWith(typed[0])
                    .endsWith(
                            typed[typed.length - 1].matches("\\d+") && !shown.endsWith("]")
                                    ? " " + typed[typed.length - 1]
                                    : "");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "dance",
                "ghost",
                "ghost x",
                "ghost 0",
                "ghost 101",
                "silent 3",
                "reboot 0",
                "status 0",
                "late 0",
                "reboot 1 2"
            })
    void what_is_not_understood_says_so_and_changes_nothing(String words) {
        List<String> typed = words.isEmpty() ? List.of() : List.of(words.split(" "));

        assertThatThrownBy(() -> faults.add(typed)).isInstanceOf(IllegalArgumentException.class);
        assertThat(faults.active()).isEmpty();
    }

    @Test
    void a_counted_fault_is_used_up_and_a_lasting_one_stays() {
        faults.add(new ReaderFault.Lost(), 2);
        faults.add(new ReaderFault.Mute());

        assertThat(faults.next(ReaderFault.OnReport.class)).contains(new ReaderFault.Lost());
        assertThat(faults.next(ReaderFault.OnRequest.class)).isEmpty();
        assertThat(faults.next(ReaderFault.OnReport.class)).contains(new ReaderFault.Lost());
        assertThat(faults.next(ReaderFault.OnReport.class)).isEmpty();
        assertThat(faults.lasting(ReaderFault.Muzzle.class)).containsExactly(new ReaderFault.Mute());
    }
}
