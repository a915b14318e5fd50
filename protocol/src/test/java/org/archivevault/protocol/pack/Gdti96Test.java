package org.archivevault.protocol.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Gdti96Test {
    /** The first is the standard's own example; the others are test vectors of other people's encoders. */
    @ParameterizedTest
    @CsvSource({
        "2C74257BF46072000000162E, urn:epc:tag:gdti-96:3.0614141.12345.5678, urn:epc:id:gdti:0614141.12345.5678",
        "2C74257BF460720000000190, urn:epc:tag:gdti-96:3.0614141.12345.400, urn:epc:id:gdti:0614141.12345.400",
        "2C28075BCD150200003493AE, urn:epc:tag:gdti-96:1.0123456789.01.3445678, urn:epc:id:gdti:0123456789.01.3445678",
        "2C14257BF460720000001ABF, urn:epc:tag:gdti-96:0.0614141.12345.6847, urn:epc:id:gdti:0614141.12345.6847",
        "2C54257BF46073FFFFFFFFFF, urn:epc:tag:gdti-96:2.0614141.12345.2199023255551,"
                + " urn:epc:id:gdti:0614141.12345.2199023255551"
    })
    void known_tags_are_read_and_written_bit_for_bit(String hex, String tagUri, String pureIdentity) {
        Gdti96 read = Gdti96.decode(new Epc(hex));

        assertThat(read.tagUri()).isEqualTo(tagUri);
        assertThat(read.pureIdentity()).isEqualTo(pureIdentity);
        assertThat(read.encode()).isEqualTo(new Epc(hex));
        assertThat(Gdti96.ofPureIdentity(pureIdentity, read.filter())).isEqualTo(read);
    }

    @Property
    void what_is_written_is_read_back(@ForAll("documents") Gdti96 document) {
        Epc epc = document.encode();

        assertThat(epc.value()).hasSize(24).startsWith("2C");
        assertThat(Gdti96.decode(epc)).isEqualTo(document);
        assertThat(Gdti96.ofPureIdentity(document.pureIdentity(), document.filter()))
                .isEqualTo(document);
    }

    @Property
    void any_ninety_six_bits_are_either_read_and_written_back_the_same_or_refused_with_a_sentence(
            @ForAll("contents") String hex) {
        Epc epc = new Epc(hex);
        Gdti96 read;
        try {
            read = Gdti96.decode(epc);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining(hex);
            return;
        }
        assertThat(read.encode()).isEqualTo(epc);
    }

    @Provide
    Arbitrary<Gdti96> documents() {
        return Arbitraries.integers()
                .between(0, 6)
                .flatMap(partition -> Combinators.combine(
                                Arbitraries.integers().between(0, 7),
                                Arbitraries.strings().numeric().ofLength(12 - partition),
                                Arbitraries.strings().numeric().ofLength(partition),
                                Arbitraries.longs().between(0, Gdti96.MAX_SERIAL))
                        .as(Gdti96::new));
    }

    @Provide
    Arbitrary<String> contents() {
        return Arbitraries.strings().withChars("0123456789ABCDEF").ofLength(22).map(rest -> "2C" + rest);
    }

    @Test
    void contents_of_other_kinds_stay_epcs_but_are_no_gdti() {
        // an SGTIN-96, a content that follows no standard, and a header without the rest
        for (String hex : new String[] {"3074257BF7194E4000001A85", "E28011606000020412345678", "2C74"}) {
            Epc epc = new Epc(hex);
            assertThat(Gdti96.claimedBy(epc)).isFalse();
            assertThatThrownBy(() -> Gdti96.decode(epc)).hasMessageContaining("is not a GDTI-96");
        }
    }

    @Test
    void what_the_standard_forbids_is_refused_with_a_sentence() {
        // partition 7
        assertThatThrownBy(() -> Gdti96.decode(new Epc("2C7C257BF46072000000162E")))
                .hasMessageContaining("partition 7")
                .hasMessageContaining("0 to 6");
        // partition 5, company prefix 2^24 − 1: eight digits where seven fit
        assertThatThrownBy(() -> Gdti96.decode(new Epc("2C77FFFFFC6072000000162E")))
                .hasMessageContaining("company prefix 16777215")
                .hasMessageContaining("7 digits");
        // partition 0: no document type, yet its bit is set
        assertThatThrownBy(() -> Gdti96.decode(new Epc("2C600000000006000000162E")))
                .hasMessageContaining("document type 1")
                .hasMessageContaining("0 digits");
        assertThatThrownBy(() -> new Gdti96(0, "0614141", "1234", 1)).hasMessageContaining("11 digits together");
        assertThatThrownBy(() -> new Gdti96(8, "0614141", "12345", 1)).hasMessageContaining("filter");
        assertThatThrownBy(() -> new Gdti96(0, "06141", "1234567", 1)).hasMessageContaining("GS1 company prefix");
        assertThatThrownBy(() -> new Gdti96(0, "0614141", "12345", Gdti96.MAX_SERIAL + 1))
                .hasMessageContaining("2199023255552");
        assertThatThrownBy(() -> Gdti96.ofPureIdentity("urn:epc:id:gdti:0614141.12345.0400", 0))
                .hasMessageContaining("leading zero");
        assertThatThrownBy(() -> Gdti96.ofPureIdentity("urn:epc:id:gdti:0614141.12345.2199023255552", 0))
                .hasMessageContaining("2199023255552");
    }
}
