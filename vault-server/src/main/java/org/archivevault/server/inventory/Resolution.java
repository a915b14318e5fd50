package org.archivevault.server.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.catalogue.PackState;
import org.jspecify.annotations.Nullable;

/** How a person settles a discrepancy. Pure. */
enum Resolution {
    /** The pack stands where it belongs now: it was there after all, or was put back. */
    FOUND,
    /** It stands in another slot, and that is where it belongs from now on. */
    MOVED,
    /** It was looked for and is not there: nobody knows where it is. */
    MISSING,
    /** Settled in another way, which the note says. */
    NOTED;

    @JsonValue
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Resolution of(String code) {
        for (Resolution resolution : values()) {
            if (resolution.code().equals(code)) {
                return resolution;
            }
        }
        throw new IllegalArgumentException("found, moved, missing, noted");
    }

    /**
     * What a resolution is to be decided on.
     *
     * @param kind missing, misplaced or unexpected
     * @param belongs the slot where it belonged when the round was closed
     * @param state the state of the pack now; null when no pack carries what was read
     * @param standsNow the slot of the pack now; null when it has none
     * @param slot where it was found, said by the person or by the reader; null when neither knows
     * @param note what the person says besides
     */
    record Question(
            String kind,
            @Nullable String belongs,
            @Nullable PackState state,
            @Nullable String standsNow,
            @Nullable String slot,
            String note) {}

    /**
     * Whether a discrepancy can be settled so.
     *
     * @param question what it is about
     * @return empty when it can; otherwise why not, and what to do
     */
    Optional<Bilingual> refusal(Question question) {
        if (this == NOTED) {
            return question.note().isBlank()
                    ? Optional.of(new Bilingual("请写明处理说明", "say in the note how it was settled"))
                    : Optional.empty();
        }
        if (question.state() == null) {
            return Optional.of(
                    new Bilingual("没有档案包使用此标签或条码，只能以“noted”说明处理", "no pack carries that mark; it can only be noted"));
        }
        if (question.state() == PackState.OUT) {
            return Optional.of(new Bilingual(
                    "该档案包已调出，须先办理归还核对，再以“noted”说明处理",
                    "the pack is out: it comes back by its return check, and then this can be noted"));
        }
        return question.kind().equals("unexpected") ? ofReturned(question) : ofPlaced(question);
    }

    /** A pack that stood on the shelf when the round was closed. */
    private Optional<Bilingual> ofPlaced(Question question) {
        if (question.belongs() == null || !question.belongs().equals(question.standsNow())) {
            return Optional.of(new Bilingual(
                    "盘点之后该档案包的位置已有变动，请以“noted”说明处理",
                    "the pack has been moved since the round was closed; note how it was settled"));
        }
        return this == MOVED ? ofMoved(question) : Optional.empty();
    }

    /** A pack that the records had missing or nowhere. */
    private Optional<Bilingual> ofReturned(Question question) {
        if (question.state() == PackState.ON_SHELF) {
            return Optional.of(new Bilingual(
                    "该档案包已重新上架，请以“noted”说明处理", "the pack is on the shelf again; note how it was settled"));
        }
        if (this == MISSING && question.state() == PackState.MISSING) {
            return Optional.of(new Bilingual(
                    "该档案包已登记为缺失，请以“noted”说明处理", "the pack is recorded as missing already; note how it was settled"));
        }
        if (this == MISSING) {
            return Optional.of(new Bilingual("该档案包没有储位，不能登记为缺失", "the pack has no slot that it could be missing from"));
        }
        return this == MOVED ? ofMoved(question) : Optional.empty();
    }

    private static Optional<Bilingual> ofMoved(Question question) {
        if (question.slot() == null) {
            return Optional.of(new Bilingual("请给出储位码：只知道在哪一面", "name the slot: only its face is known"));
        }
        return question.slot().equals(question.standsNow())
                ? Optional.of(new Bilingual("该储位就是它应在的位置，请用“found”", "that is where it belongs: it was found"))
                : Optional.empty();
    }
}
