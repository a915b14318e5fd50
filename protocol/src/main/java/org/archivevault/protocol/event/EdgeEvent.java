package org.archivevault.protocol.event;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.archivevault.protocol.Token;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.climate.Reading;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.command.CommandId;
import org.archivevault.protocol.command.CommandOutcome;
import org.archivevault.protocol.command.FencingToken;
import org.archivevault.protocol.command.Reason;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Direction;
import org.archivevault.protocol.tag.ReadPointId;
import org.archivevault.protocol.tag.TagSuspicion;
import org.archivevault.protocol.tag.Tid;
import org.jspecify.annotations.Nullable;

/** What happened at an edge. Kept on its disk until the server says that it has committed it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EdgeEvent.EdgeStarted.class, name = "edge-started"),
    @JsonSubTypes.Type(value = EdgeEvent.CommandReceived.class, name = "command-received"),
    @JsonSubTypes.Type(value = EdgeEvent.MotionIntended.class, name = "motion-intended"),
    @JsonSubTypes.Type(value = EdgeEvent.CommandEnded.class, name = "command-ended"),
    @JsonSubTypes.Type(value = EdgeEvent.MotionStarted.class, name = "motion-started"),
    @JsonSubTypes.Type(value = EdgeEvent.MotionStopped.class, name = "motion-stopped"),
    @JsonSubTypes.Type(value = EdgeEvent.StopSent.class, name = "stop-sent"),
    @JsonSubTypes.Type(value = EdgeEvent.GuardChanged.class, name = "guard-changed"),
    @JsonSubTypes.Type(value = EdgeEvent.CommsChanged.class, name = "comms-changed"),
    @JsonSubTypes.Type(value = EdgeEvent.LockChanged.class, name = "lock-changed"),
    @JsonSubTypes.Type(value = EdgeEvent.DeviceHealthChanged.class, name = "device-health-changed"),
    @JsonSubTypes.Type(value = EdgeEvent.EventsDropped.class, name = "events-dropped"),
    @JsonSubTypes.Type(value = EdgeEvent.TagArrived.class, name = "tag-arrived"),
    @JsonSubTypes.Type(value = EdgeEvent.TagMoved.class, name = "tag-moved"),
    @JsonSubTypes.Type(value = EdgeEvent.TagDeparted.class, name = "tag-departed"),
    @JsonSubTypes.Type(value = EdgeEvent.GatePassed.class, name = "gate-passed"),
    @JsonSubTypes.Type(value = EdgeEvent.TagSuspected.class, name = "tag-suspected"),
    @JsonSubTypes.Type(value = EdgeEvent.ReadPointScanned.class, name = "read-point-scanned"),
    @JsonSubTypes.Type(value = EdgeEvent.TagsWithheld.class, name = "tags-withheld"),
    @JsonSubTypes.Type(value = EdgeEvent.ReadingsTaken.class, name = "readings-taken"),
    @JsonSubTypes.Type(value = EdgeEvent.SensorChanged.class, name = "sensor-changed"),
    @JsonSubTypes.Type(value = EdgeEvent.CameraChanged.class, name = "camera-changed"),
    @JsonSubTypes.Type(value = EdgeEvent.CameraNoticed.class, name = "camera-noticed"),
    @JsonSubTypes.Type(value = EdgeEvent.StillPart.class, name = "still-part"),
    @JsonSubTypes.Type(value = EdgeEvent.Unrecognised.class, name = "unrecognised")
})
public sealed interface EdgeEvent {
    /**
     * Which lane of the outbox it travels in.
     *
     * @return {@link Lane#ACCESS} unless the type says otherwise
     */
    default Lane lane() {
        return Lane.ACCESS;
    }

    /**
     * The edge process started.
     *
     * @param version of the software
     * @param planDigest SHA-256 of the site plan it runs, lower-case hex
     */
    record EdgeStarted(String version, String planDigest) implements EdgeEvent {}

    /**
     * A command arrived and was written to the inbox.
     *
     * @param command its id
     * @param block its block
     * @param kind the command's JSON type, for example {@code open-aisle}
     * @param token its token, if the command has one
     * @param subject who asked
     * @param reason why
     */
    record CommandReceived(
            CommandId command,
            BlockId block,
            String kind,
            @Nullable FencingToken token,
            String subject,
            Reason reason) implements EdgeEvent {}

    /**
     * The next thing to leave is the motion write. Durable before it does (safety.md, I17).
     *
     * @param command its id
     * @param block the block
     * @param aisle the aisle that is to be open, 0 when the carriages are to be spread
     * @param token the token
     */
    record MotionIntended(CommandId command, BlockId block, int aisle, FencingToken token) implements EdgeEvent {}

    /**
     * A command reached its one end.
     *
     * @param command its id
     * @param block its block
     * @param outcome how it ended
     */
    record CommandEnded(CommandId command, BlockId block, CommandOutcome outcome) implements EdgeEvent {}

    /**
     * Carriages began to move, as the controller reports it.
     *
     * @param block the block
     * @param targetAisle the aisle being opened, 0 when the carriages are being spread; null when unknown
     * @param cause the command that caused it; null when nothing of ours did (local button)
     */
    record MotionStarted(
            BlockId block,
            @Nullable Integer targetAisle,
            @Nullable CommandId cause) implements EdgeEvent {}

    /**
     * Carriages came to rest.
     *
     * @param block the block
     * @param openAisle the one open aisle, 0 when none is, null when unknown
     * @param cause the command that had caused the motion, if ours
     * @param spread whether they stand spread evenly; null when unknown, or from an edge that does not tell
     */
    record MotionStopped(
            BlockId block,
            @Nullable Integer openAisle,
            @Nullable CommandId cause,
            @Nullable Boolean spread) implements EdgeEvent {}

    /**
     * The edge sent a stop to the controller.
     *
     * @param block the block
     * @param cause what led to it, for example a guard or a person's command
     * @param confirmed whether the controller acknowledged the write
     */
    record StopSent(BlockId block, String cause, boolean confirmed) implements EdgeEvent {}

    /**
     * A guard changed.
     *
     * @param block the block
     * @param guard which kind
     * @param aisle the aisle, or 0 for the whole block
     * @param state what it reads now
     */
    record GuardChanged(BlockId block, Guard guard, int aisle, GuardState state) implements EdgeEvent {}

    /**
     * The link to a block's controller was lost, came back, or was acknowledged by a person.
     *
     * @param block the block
     * @param state what it is now
     * @param detail why
     */
    record CommsChanged(BlockId block, CommsState state, String detail) implements EdgeEvent {}

    /**
     * A block was locked out or released.
     *
     * @param block the block
     * @param locked whether it is locked out now
     * @param subject who did it
     */
    record LockChanged(BlockId block, boolean locked, String subject) implements EdgeEvent {}

    /**
     * A device's health changed.
     *
     * @param device its name in the site plan
     * @param healthy whether it answers as it should
     * @param detail what is wrong, or empty
     */
    record DeviceHealthChanged(String device, boolean healthy, String detail) implements EdgeEvent {
        @Override
        public Lane lane() {
            return Lane.TELEMETRY;
        }
    }

    /**
     * The telemetry lane was full and dropped its oldest.
     *
     * @param fromSeq first sequence number dropped
     * @param toSeq last sequence number dropped
     * @param count how many
     */
    record EventsDropped(long fromSeq, long toSeq, long count) implements EdgeEvent {
        @Override
        public Lane lane() {
            return Lane.TELEMETRY;
        }
    }

    /**
     * A tag came to a read point where it was not before. Tags that are there when the edge starts, or when a reader
     * comes back, are no arrivals: they are in {@link ReadPointScanned}.
     *
     * @param readPoint where
     * @param epc which tag
     * @param tid its TID, when the reader reads it
     * @param rssiDbm strongest signal so far, in dBm; null when the reader does not tell
     * @param firstSeenAgoMillis how long before the event it was first read, in milliseconds, 0 upwards
     */
    record TagArrived(
            ReadPointId readPoint,
            Epc epc,
            @Nullable Tid tid,
            @Nullable Integer rssiDbm,
            long firstSeenAgoMillis) implements EdgeEvent {}

    /**
     * A tag that was present at one read point of this edge is present at another now.
     *
     * @param from where it was
     * @param to where it is
     * @param epc which tag
     * @param tid its TID, when the reader reads it
     * @param rssiDbm strongest signal at the new place, in dBm; null when the reader does not tell
     */
    record TagMoved(
            ReadPointId from,
            ReadPointId to,
            Epc epc,
            @Nullable Tid tid,
            @Nullable Integer rssiDbm) implements EdgeEvent {}

    /**
     * A tag has not been read for the departure time of its read point, while the reader was reading.
     *
     * @param readPoint where it was
     * @param epc which tag
     * @param lastSeenAgoMillis how long before the event it was last read, in milliseconds
     */
    record TagDeparted(ReadPointId readPoint, Epc epc, long lastSeenAgoMillis) implements EdgeEvent {}

    /**
     * A tag went through a gate.
     *
     * @param gate the gate's name in the site plan
     * @param epc which tag
     * @param tid its TID, when the reader reads it
     * @param direction which way
     * @param firstSeenAgoMillis how long before the event the gate first read it, in milliseconds
     */
    record GatePassed(String gate, Epc epc, @Nullable Tid tid, Direction direction, long firstSeenAgoMillis)
            implements EdgeEvent {}

    /**
     * Something may be wrong with a tag.
     *
     * @param epc which tag
     * @param suspicion what
     * @param detail TIDs or places, for people
     */
    record TagSuspected(Epc epc, TagSuspicion suspicion, String detail) implements EdgeEvent {}

    /**
     * More new tags came to a place than its allowance: so many were not told when they came. Arrivals of those that stay
     * are told later; the rest, and passages of a gate, are not. A tag that was told before is never among them. Told when
     * it begins, every minute while it goes on, and with 0 tags when it is over.
     *
     * @param place a read point, a gate, or {@code suspicions}
     * @param tags how many since the last word, 0 upwards
     * @param overMillis since the first of them, in milliseconds
     */
    record TagsWithheld(String place, long tags, long overMillis) implements EdgeEvent {
        public TagsWithheld {
            if (tags < 0 || overMillis < 0) {
                throw new IllegalArgumentException("no fewer than 0: " + tags + " in " + overMillis + " ms");
            }
        }

        /**
         * Whether nothing was withheld any more.
         *
         * @return true when the flood is over
         */
        @JsonIgnore
        public boolean isOver() {
            return tags == 0;
        }
    }

    /**
     * All tags that a read point sees: after the edge or the reader has started, after its aisle was open, and from time
     * to time. A belief that replaces the one before, so it may be dropped; a pack that it lacks was not seen.
     *
     * @param readPoint where
     * @param scan the same for all parts of one scan
     * @param part 1 upwards
     * @param parts how many parts the scan has, at least 1
     * @param scanMillis how long the antennas listened, in milliseconds
     * @param present at most {@link #MAX_EPCS} tags
     */
    record ReadPointScanned(ReadPointId readPoint, UUID scan, int part, int parts, long scanMillis, List<Epc> present)
            implements EdgeEvent {
        /** Keeps an event below 8 KiB. */
        public static final int MAX_EPCS = 200;

        public ReadPointScanned {
            Token.requireRange(part, 1, parts, "part of a scan");
            Token.requireRange(present.size(), 0, MAX_EPCS, "number of tags in a part of a scan");
            present = List.copyOf(present);
        }

        @Override
        public Lane lane() {
            return Lane.TELEMETRY;
        }
    }

    /**
     * Sensors measured something. In the telemetry lane: a week without the server loses nothing within the lane's bound.
     *
     * @param readings in the order of receipt, 1–{@link #MAX_READINGS}
     */
    record ReadingsTaken(
            @JsonSerialize(using = ReadingRows.Writer.class) @JsonDeserialize(using = ReadingRows.Reader.class)
            List<Reading> readings)
            implements EdgeEvent {
        /** Keeps an event below 20 KiB, whatever is in it. */
        public static final int MAX_READINGS = 200;

        public ReadingsTaken {
            Token.requireRange(readings.size(), 1, MAX_READINGS, "number of readings");
            readings = List.copyOf(readings);
        }

        @Override
        public Lane lane() {
            return Lane.TELEMETRY;
        }
    }

    /**
     * A sensor, by its own word or its bridge's, went or came back; or what it sends cannot be used.
     *
     * @param sensor which
     * @param online whether it is to be reckoned with
     * @param detail why, for people
     */
    record SensorChanged(SensorId sensor, boolean online, String detail) implements EdgeEvent {
        @Override
        public Lane lane() {
            return Lane.TELEMETRY;
        }
    }

    /**
     * What a camera says can be believed from now on, or no longer. While it cannot, whoever it watches for counts as
     * present.
     *
     * @param camera which
     * @param trusted whether its word counts
     * @param detail why, for people
     */
    record CameraChanged(CameraId camera, boolean trusted, String detail) implements EdgeEvent {}

    /**
     * A camera noticed something, saw it change, or saw it end.
     *
     * @param camera which
     * @param observation the camera system's own id, the same from beginning to end, 1–128 characters
     * @param phase beginning, change or end
     * @param label what, in the camera system's word, for example {@code person}
     * @param aisles the aisles of ours that it has been in
     * @param sourceTime when, on the camera system's clock; null when it does not say
     */
    record CameraNoticed(
            CameraId camera,
            String observation,
            ObservationPhase phase,
            String label,
            List<AisleId> aisles,
            @Nullable Instant sourceTime)
            implements EdgeEvent {
        public CameraNoticed {
            Token.requireRange(observation.length(), 1, 128, "length of an observation's id");
            aisles = List.copyOf(aisles);
        }

        @Override
        public Lane lane() {
            return Lane.TELEMETRY;
        }
    }

    /**
     * A part of a still picture. The parts of one follow each other in their order; all are needed.
     *
     * @param camera which camera took it
     * @param observation what it shows, as in {@link CameraNoticed}; null when it belongs to none
     * @param sha256 of the whole picture, lower-case hex: its name
     * @param part 1 upwards
     * @param parts how many, at least 1
     * @param takenAt when, on the camera's clock, else on the edge's
     * @param jpeg the bytes of this part in base64 (RFC 4648, §4), at most {@link #MAX_CHARS}
     */
    record StillPart(
            CameraId camera,
            @Nullable String observation,
            String sha256,
            int part,
            int parts,
            Instant takenAt,
            String jpeg)
            implements EdgeEvent {
        /** 36 KiB of picture; below the outbox's 64 KiB an event. */
        public static final int MAX_CHARS = 48 * 1024;
        /** A still of 576 KiB; a larger one is not taken. */
        public static final int MAX_PARTS = 16;

        public StillPart {
            Token.requireRange(parts, 1, MAX_PARTS, "number of parts of a still");
            Token.requireRange(part, 1, parts, "part of a still");
            Token.requireRange(jpeg.length(), 1, MAX_CHARS, "length of a part of a still");
        }

        @Override
        public Lane lane() {
            return Lane.TELEMETRY;
        }
    }

    /**
     * An event that this version cannot read: of a newer edge, or damaged. It is kept as it came, so that it neither
     * gets lost nor stops the events behind it.
     *
     * @param claimedType the {@code type} it gave, or empty
     * @param raw the JSON as it came
     * @param complaint why it could not be read
     */
    record Unrecognised(String claimedType, String raw, String complaint) implements EdgeEvent {}
}
