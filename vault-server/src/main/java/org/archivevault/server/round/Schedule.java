package org.archivevault.server.round;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.TokenForm;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.VaultId;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done again and again.
 *
 * @param id its code, 1–40 lower-case letters, digits, hyphens
 * @param kind what is done
 * @param title what people call it
 * @param vault where
 * @param block the block whose carriages are spread; for ventilation, and for nothing else
 * @param rhythm when
 * @param daysOff dates on which it is not due
 * @param warnBefore how long before it is due it is yellow
 * @param checklist what is looked at, 1–100 items; none needed for ventilation
 * @param active false: nothing is due
 */
record Schedule(
        String id,
        RoundKind kind,
        Bilingual title,
        VaultId vault,
        @Nullable BlockId block,
        Rhythm rhythm,
        Set<LocalDate> daysOff,
        Duration warnBefore,
        List<ChecklistItem> checklist,
        boolean active) {
    private static final TokenForm FORM = TokenForm.beginningWith("a-z0-9", "a-z0-9-", 40);
    private static final int MOST_ITEMS = 100;
    private static final int LONGEST_TITLE = 100;
    private static final Duration LONGEST_WARNING = Duration.ofDays(60);

    Schedule {
        Token.require(id, FORM, "id of a schedule");
        daysOff = Set.copyOf(daysOff);
        checklist = List.copyOf(checklist);
        Token.requireRange(title.zh().length(), 1, LONGEST_TITLE, "length of the title");
        Token.requireRange(title.en().length(), 1, LONGEST_TITLE, "length of the title");
        Token.requireRange(
                checklist.size(),
                kind == RoundKind.VENTILATION ? 0 : 1,
                MOST_ITEMS,
                "number of items of the checklist");
        if (checklist.stream().map(ChecklistItem::item).distinct().count() != checklist.size()) {
            throw new IllegalArgumentException("two items of the checklist have the same code");
        }
        if ((kind == RoundKind.VENTILATION) != (block != null)) {
            throw new IllegalArgumentException("ventilation is for a block, and nothing else is");
        }
        if (block != null && !block.vault().equals(vault)) {
            throw new IllegalArgumentException("the block " + block + " does not stand in " + vault);
        }
        if (warnBefore.isNegative() || warnBefore.compareTo(LONGEST_WARNING) > 0) {
            throw new IllegalArgumentException("warned 0 to 60 days before, not " + warnBefore);
        }
    }

    /** When it is due. */
    DueDates dueDates(ZoneId zone) {
        return new DueDates(rhythm, daysOff, zone);
    }
}
