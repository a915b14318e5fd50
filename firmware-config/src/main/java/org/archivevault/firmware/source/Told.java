package org.archivevault.firmware.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.camera.CameraId;
import org.archivevault.protocol.camera.ObservationPhase;
import org.archivevault.protocol.climate.Quantity;
import org.archivevault.protocol.climate.SensorId;
import org.jspecify.annotations.Nullable;

/** What a message of a source tells, once its profile has been applied. */
public sealed interface Told {
    /**
     * A value, already in the quantity's unit. It may be NaN or implausible: that is for the edge to judge.
     *
     * @param sensor which sensor
     * @param quantity what
     * @param value in the quantity's unit
     * @param sourceTime when; null when the message does not say
     * @param historical whether the device had kept it back
     */
    record Measured(
            SensorId sensor,
            Quantity quantity,
            double value,
            @Nullable Instant sourceTime,
            boolean historical) implements Told {}

    /**
     * A sensor went or came back, by its own word or its bridge's.
     *
     * @param sensor which
     * @param online whether it is there
     */
    record SensorAvailable(SensorId sensor, boolean online) implements Told {}

    /**
     * A camera system went or came back. Gone: nothing that its camera said counts any longer.
     *
     * @param camera which camera
     * @param online whether it is there
     */
    record CameraAvailable(CameraId camera, boolean online) implements Told {}

    /**
     * A camera withdrew something that it had said: nothing of it counts any longer. Nobody says that it is gone.
     *
     * @param camera which camera
     */
    record CameraWithdrew(CameraId camera) implements Told {}

    /**
     * A camera gave a sign of life, whatever else is in it.
     *
     * @param camera which camera
     * @param within the next one comes within this time, or the camera has fallen silent; above nought
     */
    record CameraAlive(CameraId camera, Duration within) implements Told {}

    /**
     * The camera system has said anew all that it sees: what it does not name is not there.
     *
     * @param camera which camera
     * @param occupied the aisles that somebody is in
     */
    record CameraResynchronised(CameraId camera, List<AisleId> occupied) implements Told {
        public CameraResynchronised {
            occupied = List.copyOf(occupied);
        }
    }

    /**
     * How many people a camera sees in an aisle.
     *
     * @param camera which camera
     * @param aisle where
     * @param count 0 upwards
     */
    record PeopleCounted(CameraId camera, AisleId aisle, int count) implements Told {}

    /**
     * A camera noticed something.
     *
     * @param camera which camera
     * @param observation the source's own id
     * @param phase beginning, change, end
     * @param label in the source's word, for example {@code person}
     * @param aisles where it has been, of the aisles that the plan names
     * @param sourceTime when; null when the message does not say
     */
    record Noticed(
            CameraId camera,
            String observation,
            ObservationPhase phase,
            String label,
            List<AisleId> aisles,
            @Nullable Instant sourceTime)
            implements Told {
        public Noticed {
            aisles = List.copyOf(aisles);
        }
    }

    /**
     * A still picture.
     *
     * @param camera which camera
     * @param observation what it shows; null when the message does not say
     * @param jpeg its bytes, within the profile's bound, beginning as a JPEG does
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Still(CameraId camera, @Nullable String observation, byte[] jpeg) implements Told {}

    /**
     * Something is to be published so that the source can be understood: a request to begin anew.
     *
     * @param topic where
     * @param payload what
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on once, never compared.
    record Ask(String topic, byte[] payload) implements Told {}

    /**
     * The message, or a part of it, cannot be used.
     *
     * @param source name of the source
     * @param complaint what, where in the message, and what was expected
     */
    record Unusable(String source, Bilingual complaint) implements Told {}
}
