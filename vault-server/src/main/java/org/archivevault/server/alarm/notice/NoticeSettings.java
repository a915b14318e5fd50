package org.archivevault.server.alarm.notice;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.protocol.Token;
import org.archivevault.server.alarm.AlarmFamily;
import org.archivevault.server.alarm.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of alarms, how, and when the next are.
 *
 * @param mail the mail server; empty when nobody is told by mail
 * @param recipients who; their names are unique
 * @param escalation after how many minutes without acknowledgement the next level is told, level by level, by priority
 * @param caFile PEM certificates that are trusted besides the JDK's, for mail and webhooks; empty for none
 */
public record NoticeSettings(
        Optional<Mail> mail,
        List<Recipient> recipients,
        Map<Priority, List<Duration>> escalation,
        Optional<String> caFile) {
    /** Nobody is told. */
    public static final NoticeSettings NONE = read(null, null, null, null);

    private static final int HIGHEST_LEVEL = 9;

    public NoticeSettings {
        recipients = List.copyOf(recipients);
        escalation = Map.copyOf(escalation);
        Set<String> names = new HashSet<>();
        for (Recipient recipient : recipients) {
            if (!names.add(recipient.name())) {
                throw new IllegalArgumentException("alarms.notices.recipients: two are called " + recipient.name());
            }
            if (recipient.mail().isPresent() && mail.isEmpty()) {
                throw new IllegalArgumentException(
                        "alarms.notices: " + recipient.name() + " is told by mail, and there is no mail server");
            }
        }
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param mail default: none
     * @param recipients default: none
     * @param escalationMinutes by priority; default: critical 2 and 5, high 10 and 30, medium 60, low never
     * @param caFile default: none
     * @return the settings
     */
    @JsonCreator
    public static NoticeSettings read(
            @JsonProperty("mail") @Nullable Mail mail,
            @JsonProperty("recipients") @Nullable List<Recipient> recipients,
            @JsonProperty("escalationMinutes") @Nullable Map<Priority, List<Double>> escalationMinutes,
            @JsonProperty("caFile") @Nullable String caFile) {
        Map<Priority, List<Double>> minutes = new EnumMap<>(Map.of(
                Priority.CRITICAL, List.of(2.0, 5.0),
                Priority.HIGH, List.of(10.0, 30.0),
                Priority.MEDIUM, List.of(60.0),
                Priority.LOW, List.of()));
        if (escalationMinutes != null) {
            minutes.putAll(escalationMinutes);
        }
        Map<Priority, List<Duration>> escalation = new EnumMap<>(Priority.class);
        minutes.forEach((priority, all) -> escalation.put(
                priority, all.stream().map(NoticeSettings::ofMinutes).toList()));
        return new NoticeSettings(
                Optional.ofNullable(mail),
                recipients == null ? List.of() : recipients,
                escalation,
                Optional.ofNullable(caFile));
    }

    private static Duration ofMinutes(double minutes) {
        if (!(minutes > 0)) {
            throw new IllegalArgumentException("alarms.notices.escalationMinutes: not above 0: " + minutes);
        }
        return Duration.ofMillis(Math.round(minutes * 60_000));
    }

    /** How a connection to the mail server is secured. */
    public enum Security {
        /** Not at all: within one machine, or one room. */
        NONE,
        /** STARTTLS, and no mail without it. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS;

        /**
         * Reads the name in the settings.
         *
         * @param name lower case
         * @return the security
         */
        @JsonCreator
        public static Security of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * The mail server.
     *
     * @param host its name or address
     * @param port its port
     * @param security how the connection is secured
     * @param user the account there; empty when it asks for none
     * @param passwordFile a file that holds the password, read at the start
     * @param from the sender's address
     */
    public record Mail(
            String host,
            int port,
            Security security,
            Optional<String> user,
            Optional<String> passwordFile,
            String from) {
        public Mail {
            Token.requireRange(port, 1, 65_535, "alarms.notices.mail.port");
            if (user.isPresent() != passwordFile.isPresent()) {
                throw new IllegalArgumentException("alarms.notices.mail: user and passwordFile go together");
            }
        }

        /**
         * Reads the settings of the mail server.
         *
         * @param host no default
         * @param port default: 587 with STARTTLS, 465 with TLS, else 25
         * @param security default STARTTLS
         * @param user default: none
         * @param passwordFile default: none
         * @param from no default
         * @return the settings
         */
        @JsonCreator
        public static Mail read(
                @JsonProperty(value = "host", required = true) String host,
                @JsonProperty("port") @Nullable Integer port,
                @JsonProperty("security") @Nullable Security security,
                @JsonProperty("user") @Nullable String user,
                @JsonProperty("passwordFile") @Nullable String passwordFile,
                @JsonProperty(value = "from", required = true) String from) {
            Security chosen = security == null ? Security.STARTTLS : security;
            int usual = switch (chosen) {
                case NONE -> 25;
                case STARTTLS -> 587;
                case TLS -> 465;
            };
            return new Mail(
                    host,
                    port == null ? usual : port,
                    chosen,
                    Optional.ofNullable(user),
                    Optional.ofNullable(passwordFile),
                    from);
        }
    }

    /**
     * Somebody, or a system, that is told.
     *
     * @param name names it
     * @param mail its address; empty when it is told by webhook
     * @param webhook {@code http://} or {@code https://}; empty when it is told by mail
     * @param secretFile a file that holds the secret that webhooks are signed with, read at the start; empty for unsigned
     * @param families what it is told of; empty for everything
     * @param least the lowest priority that it is told of
     * @param level 0: at once; n: at the nth escalation
     */
    public record Recipient(
            String name,
            Optional<String> mail,
            Optional<String> webhook,
            Optional<String> secretFile,
            Set<AlarmFamily> families,
            Priority least,
            int level) {
        public Recipient {
            families = Set.copyOf(families);
            Token.requireRange(name.length(), 1, 60, "length of a recipient's name");
            Token.requireRange(level, 0, HIGHEST_LEVEL, "alarms.notices.recipients.level");
            if (mail.isPresent() == webhook.isPresent()) {
                throw new IllegalArgumentException(
                        "alarms.notices: " + name + " needs a mail address or a webhook, and not both");
            }
            webhook.ifPresent(url -> {
                if (!url.startsWith("http://") && !url.startsWith("https://")) {
                    throw new IllegalArgumentException("alarms.notices: the webhook of " + name + " is no http(s) URL");
                }
            });
        }

        /**
         * Reads a recipient.
         *
         * @param name no default
         * @param mail see the record
         * @param webhook see the record
         * @param secretFile default: none
         * @param families default: all
         * @param least default: low
         * @param level default 0
         * @return the recipient
         */
        @JsonCreator
        public static Recipient read(
                @JsonProperty(value = "name", required = true) String name,
                @JsonProperty("mail") @Nullable String mail,
                @JsonProperty("webhook") @Nullable String webhook,
                @JsonProperty("secretFile") @Nullable String secretFile,
                @JsonProperty("families") @Nullable Set<AlarmFamily> families,
                @JsonProperty("least") @Nullable Priority least,
                @JsonProperty("level") @Nullable Integer level) {
            return new Recipient(
                    name,
                    Optional.ofNullable(mail),
                    Optional.ofNullable(webhook),
                    Optional.ofNullable(secretFile),
                    families == null ? Set.of() : families,
                    least == null ? Priority.LOW : least,
                    level == null ? 0 : level);
        }
    }
}
