package org.archivevault.firmware.source;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.protocol.camera.ObservationPhase;
import org.jspecify.annotations.Nullable;

/** What a kind of message tells. Each kind knows how it is heard. */
sealed interface Meaning {
    /**
     * The largest message of this kind, in bytes; a larger one is not looked into.
     *
     * @return 64 KiB unless the kind says otherwise: a bridge's largest message of a device has about 4 KiB
     */
    default int largest() {
        return 64 * 1024;
    }

    /** Begins to listen for such messages. */
    void listen(MessageForm form, Hearing hearing);

    /**
     * A sensor's values.
     *
     * @param values which
     * @param time when
     * @param historical where the message says that it tells of the past; null when it never does
     * @param history records that the device had kept back; null when there are none
     */
    record Values(
            List<ValueForm> values,
            TimeForm time,
            @Nullable Pointers historical,
            @Nullable History history) implements Meaning {
        public Values {
            values = List.copyOf(values);
        }

        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.values(form, this);
        }
    }

    /**
     * A list of records, each with its own time.
     *
     * @param at where the list is
     * @param time when, in a record
     * @param values which, in a record
     */
    record History(Pointers at, TimeForm time, List<ValueForm> values) {
        public History {
            values = List.copyOf(values);
        }
    }

    /**
     * Whether a device, or the whole source, is there.
     *
     * @param at where the word is
     * @param online words for there
     * @param offline words for gone
     * @param whole whether it is said of the source as a whole
     */
    record Availability(Pointers at, Set<String> online, Set<String> offline, boolean whole) implements Meaning {
        public Availability {
            online = Set.copyOf(online);
            offline = Set.copyOf(offline);
        }

        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.availability(form, this);
        }
    }

    /**
     * How many people are in a zone of a camera.
     *
     * @param at where the number, or the truth value, is
     * @param zone where the zone's name is; null when the topic names it
     * @param kept whether the broker keeps them for later subscribers: then all is known once each zone has been heard of,
     *     and an empty message means that nothing is known any more
     */
    record People(Pointers at, @Nullable Pointers zone, boolean kept) implements Meaning {
        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.people(form, this);
        }
    }

    /**
     * Something that a camera has noticed.
     *
     * @param camera where the device's name is
     * @param id where the source's id of it is
     * @param phase where its phase is
     * @param phases words for phases
     * @param label where its label is
     * @param zones where the list of the camera's zones is
     * @param time when
     */
    record Notice(
            Pointers camera,
            Pointers id,
            Pointers phase,
            Map<String, ObservationPhase> phases,
            Pointers label,
            Pointers zones,
            TimeForm time)
            implements Meaning {
        public Notice {
            phases = Map.copyOf(phases);
        }

        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.notice(form, this);
        }
    }

    /**
     * A still picture.
     *
     * @param largest in bytes; a larger one is not taken
     */
    record Still(int largest) implements Meaning {
        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.still(form, this);
        }
    }

    /**
     * All that the cameras see, said anew on request: an object with a member for each camera.
     *
     * @param objects in a member: the list of what it sees; a camera without one has not looked yet
     * @param working in a member: truth values that must not be false
     * @param label in an object: what it is
     * @param people labels that count as a person
     * @param zones in an object: the camera's zones that it is in
     */
    record Resync(Pointers objects, List<Pointers> working, Pointers label, Set<String> people, Pointers zones)
            implements Meaning {
        public Resync {
            working = List.copyOf(working);
            people = Set.copyOf(people);
        }

        @Override
        public int largest() {
            return 256 * 1024;
        }

        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.resync(form, this);
        }
    }

    /**
     * A sign of life of a camera, whatever is in the message. Without one, or a word about its availability, a camera that
     * tells changes only cannot be told from one that has died.
     *
     * @param within how soon the next one comes
     */
    record Life(Duration within) implements Meaning {
        /** A frame of metadata may be long; nobody reads it. */
        @Override
        public int largest() {
            return 1024 * 1024;
        }

        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.life(form, this);
        }
    }

    /** A sign of life that says nothing we want: a chance to ask again for what has not been answered. */
    record Heartbeat() implements Meaning {
        @Override
        public int largest() {
            return 1024 * 1024;
        }

        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.heartbeat(form);
        }
    }

    /**
     * Sparkplug B: births, data and deaths.
     *
     * @param values metrics, whose names are pointers
     * @param unitProperty the property of a metric that names its unit
     */
    record Metrics(List<ValueForm> values, String unitProperty) implements Meaning {
        public Metrics {
            values = List.copyOf(values);
        }

        @Override
        public int largest() {
            return 256 * 1024;
        }

        @Override
        public void listen(MessageForm form, Hearing hearing) {
            hearing.metrics(form, this);
        }
    }

    /** A description of a sensor after Home Assistant's discovery: to be imported, not listened to. */
    record Discovery() implements Meaning {
        @Override
        public void listen(MessageForm form, Hearing hearing) {
            // A plan that names such a profile is refused; `config discover` reads the messages.
        }
    }
}
