package org.archivevault.firmware.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.archivevault.firmware.profile.ShelvingProfile.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever writes a controller reads the page; whoever speaks to it reads the profile. They must not differ. */
class RegisterMapPageTest {
    /** {@code | 12–15 | 30013–30016 |} or {@code | 4, 5 | 10005, 10006 |}: PDU addresses, then reference numbers. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (\\d+)(?:(–|, )(\\d+))? \\| (\\d{5})(?:(?:–|, )(\\d{5}))? \\|");

    private static final Map<Character, Table> TABLE_OF_REFERENCE =
            Map.of('0', Table.COIL, '1', Table.DISCRETE_INPUT, '3', Table.INPUT_REGISTER, '4', Table.HOLDING_REGISTER);

    @ParameterizedTest
    @CsvSource({"block-mailbox-1, register-map-block-mailbox.md", "carriage-coils-1, register-map-carriage-coils.md"})
    void every_address_that_the_profile_uses_stands_on_the_page(String name, String page) throws Exception {
        // GIVEN
        ShelvingProfile profile = ProfileLoader.bundled(name);
        Set<String> onPage = addressesOf(Files.readString(Path.of("..", "docs", "reference", page)));

        // WHEN
        List<String> used = new ArrayList<>();
        profile.signals().values().forEach(list -> list.forEach(s -> use(used, s.table(), s.pduAddress(), 1)));
        profile.pollGroups().forEach(g -> use(used, g.table(), g.pduAddress(), g.count()));
        ShelvingProfile.Identity identity = profile.identity();
        use(used, identity.table(), identity.pduAddress(), identity.values().size());
        List<ShelvingProfile.Write> writes = new ArrayList<>(profile.execute().values());
        writes.add(profile.prepare());
        writes.add(profile.stop());
        writes.forEach(w -> use(used, w.table(), w.pduAddress(), w.words().size()));
        use(
                used,
                profile.echo().table(),
                profile.echo().pduAddress(),
                profile.echo().words().size());
        use(used, Table.HOLDING_REGISTER, profile.watchdog().timeoutAddress(), 1);
        use(used, Table.HOLDING_REGISTER, profile.watchdog().actionAddress(), 1);
        use(used, Table.HOLDING_REGISTER, profile.watchdog().keepAliveAddress(), 1);

        // THEN
        assertThat(onPage).containsAll(used);
    }

    private static void use(List<String> used, Table table, int first, int count) {
        IntStream.range(first, first + count).forEach(address -> used.add(table + " " + address));
    }

    private static Set<String> addressesOf(String page) {
        Set<String> addresses = new TreeSet<>();
        Matcher row = ROW.matcher(page);
        while (row.find()) {
            int first = Integer.parseInt(row.group(1));
            int last = row.group(3) == null ? first : Integer.parseInt(row.group(3));
            Table table = TABLE_OF_REFERENCE.get(row.group(4).charAt(0));
            // The reference number is one more than the PDU address, at both ends of the row.
            assertThat(Integer.parseInt(row.group(4).substring(1)))
                    .as(row.group())
                    .isEqualTo(first + 1);
            String end = row.group(5) == null ? row.group(4) : row.group(5);
            assertThat(Integer.parseInt(end.substring(1))).as(row.group()).isEqualTo(last + 1);
            IntStream.rangeClosed(first, last).forEach(address -> addresses.add(table + " " + address));
        }
        return addresses;
    }
}
