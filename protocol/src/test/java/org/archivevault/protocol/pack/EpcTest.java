package org.archivevault.protocol.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EpcTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000",
                "2CAABBCCDDEEFF0011223344",
                "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF"
            })
    void capitalHexDigitsFromFourToSixtyFourAreAnEpc(String digits) {
        assertThat(new Epc(digits)).hasToString(digits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "12/4", "12:4", "12@4", "12G4", "12a4", "１２３４", "1234\n"})
    void nothingElseIs(String text) {
        assertThatThrownBy(() -> new Epc(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EPC");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 66, 1_000})
    void norAreMoreThanSixtyFour(int digits) {
        assertThatThrownBy(() -> new Epc("A".repeat(digits))).isInstanceOf(IllegalArgumentException.class);
    }
}
