package org.archivevault.server.inventory;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.archivevault.protocol.address.FaceId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.server.inventory.SweepFault.Refused;
import org.jspecify.annotations.Nullable;

/** What a line of a sweep must be like by itself. Neighbouring lines mostly repeat face and second, so both are kept. */
final class SweepRules {
    /** How far a hand-held's clock may be ahead of the server's. */
    static final Duration CLOCK_AHEAD = Duration.ofMinutes(2);

    private static final int ISO_DATE_LENGTH = 10;

    private final Frame frame;
    private String lastTime = "";
    private Instant lastInstant = Instant.EPOCH;
    private String lastFaceText = "";
    private String lastFace = "";

    /**
     * What all lines of one file share.
     *
     * @param scope of the round
     * @param since where the round begins
     * @param now the server's clock
     * @param zone of times without an offset; null when nobody said
     * @param face where every line was read that does not say otherwise; null when nobody said
     */
    record Frame(
            Scope scope,
            Instant since,
            Instant now,
            @Nullable ZoneId zone,
            @Nullable FaceId face) {}

    SweepRules(Frame frame) {
        this.frame = frame;
    }

    /**
     * Checks one line.
     *
     * @param lineNo its number
     * @param fields what it tells; empty texts tell nothing
     * @return the line
     * @throws Refused when a rule is broken
     */
    SweepLine check(long lineNo, Map<SweepColumn, String> fields) throws Refused {
        String epc = epc(fields.getOrDefault(SweepColumn.EPC, "").strip());
        String barcode = barcode(fields.getOrDefault(SweepColumn.BARCODE, "").strip());
        String position = position(fields.getOrDefault(SweepColumn.POSITION, "").strip());
        String face = face(fields.getOrDefault(SweepColumn.FACE, "").strip(), position);
        if (epc != null && barcode != null) {
            throw SweepFault.TWO_MARKS.with();
        }
        if (epc == null && barcode == null && face == null) {
            throw SweepFault.NOTHING.with();
        }
        if (face != null && !frame.scope().hasFace(face)) {
            throw SweepFault.OUTSIDE_SCOPE.with(
                    position == null ? face : position, frame.scope().text());
        }
        Instant at = time(fields.getOrDefault(SweepColumn.TIME, "").strip());
        if (at.isBefore(frame.since())) {
            throw SweepFault.BEFORE_ROUND.with(at, frame.since());
        }
        if (at.isAfter(frame.now().plus(CLOCK_AHEAD))) {
            throw SweepFault.IN_FUTURE.with(at);
        }
        return new SweepLine(lineNo, epc, barcode, face, position, at);
    }

    private static @Nullable String epc(String text) throws Refused {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return new Epc(text.toUpperCase(Locale.ROOT)).value();
        } catch (IllegalArgumentException e) {
            throw SweepFault.BAD_FIELD.with(SweepColumn.EPC.title(), text);
        }
    }

    private static @Nullable String barcode(String text) throws Refused {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return new Barcode(text).value();
        } catch (IllegalArgumentException e) {
            throw SweepFault.BAD_FIELD.with(SweepColumn.BARCODE.title(), text);
        }
    }

    private static @Nullable String position(String text) throws Refused {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return ShelfAddress.parse(text).positionCode();
        } catch (IllegalArgumentException e) {
            throw SweepFault.BAD_FIELD.with(SweepColumn.POSITION.title(), text);
        }
    }

    private @Nullable String face(String text, @Nullable String position) throws Refused {
        String said = text.isEmpty() ? null : parsedFace(text);
        if (position == null) {
            FaceId ofFile = frame.face();
            return said != null || ofFile == null ? said : ofFile.toString();
        }
        String ofSlot = position.substring(0, position.length() - Round.SLOT_CHARACTERS);
        if (said != null && !said.equals(ofSlot)) {
            throw SweepFault.FACE_DIFFERS.with(position, said);
        }
        return ofSlot;
    }

    private String parsedFace(String text) throws Refused {
        if (!text.equals(lastFaceText)) {
            try {
                lastFace = FaceId.parse(text).toString();
                lastFaceText = text;
            } catch (IllegalArgumentException e) {
                throw SweepFault.BAD_FIELD.with(SweepColumn.FACE.title(), text);
            }
        }
        return lastFace;
    }

    private Instant time(String text) throws Refused {
        if (text.isEmpty()) {
            throw SweepFault.NO_TIME.with();
        }
        if (!text.equals(lastTime)) {
            lastInstant = parsedTime(text);
            lastTime = text;
        }
        return lastInstant;
    }

    /** With or without offset, with a blank or a T in the middle, with or without fractions of a second. */
    private Instant parsedTime(String text) throws Refused {
        String iso = text.length() > ISO_DATE_LENGTH && text.charAt(ISO_DATE_LENGTH) == ' '
                ? text.substring(0, ISO_DATE_LENGTH) + "T" + text.substring(ISO_DATE_LENGTH + 1)
                : text;
        boolean hasOffset =
                iso.endsWith("Z") || iso.lastIndexOf('+') > ISO_DATE_LENGTH || iso.lastIndexOf('-') > ISO_DATE_LENGTH;
        try {
            if (hasOffset) {
                return OffsetDateTime.parse(iso).toInstant();
            }
            LocalDateTime local = LocalDateTime.parse(iso);
            ZoneId zone = frame.zone();
            if (zone == null) {
                throw SweepFault.NO_ZONE.with(text);
            }
            return local.atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw SweepFault.BAD_TIME.with(text);
        }
    }
}
