package org.archivevault.firmware.source;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;

/** How one kind of bridge or camera system speaks. {@code SourceProfileLoader} reads it from a file. */
public final class SourceProfile {
    private final String name;
    private final Bilingual title;
    private final Duration longestSilence;
    private final List<MessageForm> messages;
    private final List<Request> requests;
    private final @Nullable ZoneId zone;

    /**
     * Something to publish so that the source says all anew.
     *
     * @param topic with the hole {@code {prefix}}
     * @param payload what, UTF-8
     */
    record Request(String topic, String payload) {}

    /**
     * A profile without messages: sensors that it is named for are known, but nothing is heard of them.
     *
     * @param name name and version
     * @param title what people call it
     * @param longestSilence above nought
     */
    public SourceProfile(String name, Bilingual title, Duration longestSilence) {
        this(name, title, longestSilence, List.of(), List.of(), null);
    }

    SourceProfile(
            String name,
            Bilingual title,
            Duration longestSilence,
            List<MessageForm> messages,
            List<Request> requests,
            @Nullable ZoneId zone) {
        this.name = name;
        this.title = title;
        this.longestSilence = longestSilence;
        this.messages = List.copyOf(messages);
        this.requests = List.copyOf(requests);
        this.zone = zone;
    }

    /**
     * Its name.
     *
     * @return for example {@code zigbee2mqtt-1}: name and version of its file
     */
    public String name() {
        return name;
    }

    /**
     * What people call it.
     *
     * @return in both languages
     */
    public Bilingual title() {
        return title;
    }

    /**
     * How long one of its sensors may say nothing before it counts as silent.
     *
     * @return above nought
     */
    public Duration longestSilence() {
        return longestSilence;
    }

    /**
     * This profile for devices whose clocks show the time of a zone, and do not say so.
     *
     * @param ofSite the zone
     * @return the profile
     */
    public SourceProfile inZone(ZoneId ofSite) {
        return new SourceProfile(name, title, longestSilence, messages, requests, ofSite);
    }

    /**
     * Whether it describes sensors of other sources, so that it is used once, to import them.
     *
     * @return true for Home Assistant's discovery
     */
    public boolean isForImport() {
        return messages.stream().anyMatch(m -> m.meaning() instanceof Meaning.Discovery);
    }

    /**
     * Whether sensors of it can be named in a plan.
     *
     * @return true when some message has values
     */
    public boolean hasSensors() {
        return messages.stream()
                .anyMatch(m -> m.meaning() instanceof Meaning.Values || m.meaning() instanceof Meaning.Metrics);
    }

    /**
     * Whether cameras of it can be named in a plan.
     *
     * @return true when some message tells of people or has pictures
     */
    public boolean hasCameras() {
        return messages.stream()
                .anyMatch(m -> m.meaning() instanceof Meaning.People
                        || m.meaning() instanceof Meaning.Notice
                        || m.meaning() instanceof Meaning.Still
                        || m.meaning() instanceof Meaning.Resync);
    }

    /**
     * The topics of a device, as filters.
     *
     * @param prefix what they begin with
     * @param device its name at the source
     * @return one for each kind of message that can be of it
     */
    public List<String> topicsOf(String prefix, String device) {
        return messages.stream()
                .map(message -> message.topicOf(prefix, device, "+"))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    List<MessageForm> messages() {
        return messages;
    }

    List<Request> requests() {
        return requests;
    }

    /** The zone of the site for times without one; null when the profile's own counts. */
    @Nullable
    ZoneId zone() {
        return zone;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceProfile that
                && name.equals(that.name)
                && title.equals(that.title)
                && longestSilence.equals(that.longestSilence)
                && messages.equals(that.messages)
                && requests.equals(that.requests)
                && Objects.equals(zone, that.zone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, messages, zone);
    }

    @Override
    public String toString() {
        return name;
    }
}
