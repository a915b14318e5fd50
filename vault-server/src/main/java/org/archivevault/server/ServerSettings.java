package org.archivevault.server;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.archivevault.protocol.Token;
import org.archivevault.server.account.SessionSettings;
import org.archivevault.server.camera.CameraSettings;
import org.archivevault.server.climate.HistorySettings;
import org.archivevault.server.database.DatabaseSettings;
import org.archivevault.server.http.HttpSettings;
import org.archivevault.server.label.LabelSettings;
import org.archivevault.server.mirror.InfluxSettings;
import org.archivevault.server.round.RoundSettings;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the server process is told at its start.
 *
 * @param http where it listens
 * @param db where the records are
 * @param session how long people stay signed in
 * @param mqtt the broker; null for a server without edges (catalogue only)
 * @param sitePlan path of the site plan (YAML); null for a server that knows no slots and no edges
 * @param dataDir folder for what the process keeps beside the database: files received for import
 * @param startPatience how long the start waits for a database that does not answer, up to 10 minutes
 * @param labels what goes onto labels and into tags
 * @param cameras how long what the cameras saw is kept
 * @param rounds the time zone of the site's days
 * @param alarms when there is an alarm, and who is told
 * @param climate how long the climate history is kept
 * @param influx the InfluxDB that readings are mirrored to; null for none
 */
public record ServerSettings(
        HttpSettings http,
        DatabaseSettings db,
        SessionSettings session,
        @Nullable BrokerSettings mqtt,
        @Nullable String sitePlan,
        String dataDir,
        Duration startPatience,
        LabelSettings labels,
        CameraSettings cameras,
        RoundSettings rounds,
        AlarmSettings alarms,
        HistorySettings climate,
        @Nullable InfluxSettings influx) {
    /** Where the process keeps its files unless told otherwise. */
    public static final String DEFAULT_DATA_DIR = "data";

    private static final int DEFAULT_PATIENCE_SECONDS = 30;

    public ServerSettings {
        Token.requireRange((int) startPatience.toSeconds(), 0, 600, "startPatienceSeconds");
        if (mqtt != null && sitePlan == null) {
            throw new IllegalArgumentException("mqtt needs sitePlan: it says which edges there are");
        }
    }

    /**
     * Settings of a server that keeps what the cameras saw for as long as usual, on this machine's days.
     *
     * @param http see the record
     * @param db see the record
     * @param session see the record
     * @param mqtt see the record
     * @param sitePlan see the record
     * @param dataDir see the record
     * @param startPatience see the record
     * @param labels see the record
     */
    public ServerSettings(
            HttpSettings http,
            DatabaseSettings db,
            SessionSettings session,
            @Nullable BrokerSettings mqtt,
            @Nullable String sitePlan,
            String dataDir,
            Duration startPatience,
            LabelSettings labels) {
        this(
                http,
                db,
                session,
                mqtt,
                sitePlan,
                dataDir,
                startPatience,
                labels,
                CameraSettings.DEFAULT,
                RoundSettings.DEFAULT,
                AlarmSettings.DEFAULTS,
                HistorySettings.DEFAULT,
                null);
    }

    /**
     * Settings of a server that gives no EPCs.
     *
     * @param http see the record
     * @param db see the record
     * @param session see the record
     * @param mqtt see the record
     * @param sitePlan see the record
     * @param dataDir see the record
     * @param startPatience see the record
     */
    public ServerSettings(
            HttpSettings http,
            DatabaseSettings db,
            SessionSettings session,
            @Nullable BrokerSettings mqtt,
            @Nullable String sitePlan,
            String dataDir,
            Duration startPatience) {
        this(http, db, session, mqtt, sitePlan, dataDir, startPatience, LabelSettings.NONE);
    }

    /**
     * Settings with the files in {@value #DEFAULT_DATA_DIR}.
     *
     * @param http see the record
     * @param db see the record
     * @param session see the record
     * @param mqtt see the record
     * @param sitePlan see the record
     * @param startPatience see the record
     */
    public ServerSettings(
            HttpSettings http,
            DatabaseSettings db,
            SessionSettings session,
            @Nullable BrokerSettings mqtt,
            @Nullable String sitePlan,
            Duration startPatience) {
        this(http, db, session, mqtt, sitePlan, DEFAULT_DATA_DIR, startPatience);
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param http default: this machine only, port 8080
     * @param db no default
     * @param session default: 30 minutes idle, 12 hours in all
     * @param mqtt default: none
     * @param sitePlan default: none
     * @param dataDir default {@value #DEFAULT_DATA_DIR}
     * @param startPatienceSeconds default 30
     * @param labels default: no EPCs are given, no font is named
     * @param cameras default: stills for 30 days, a year when something happened around them
     * @param rounds default: this machine's time zone
     * @param alarms default: limits after JGJ 25, told on screens only
     * @param climate default: readings for 24 months, roll-ups for 30 years
     * @param influx default: none
     * @return the settings
     */
    @JsonCreator
    public static ServerSettings read(
            @JsonProperty("http") @Nullable HttpSettings http,
            @JsonProperty(value = "db", required = true) DatabaseSettings db,
            @JsonProperty("session") @Nullable SessionSettings session,
            @JsonProperty("mqtt") @Nullable BrokerSettings mqtt,
            @JsonProperty("sitePlan") @Nullable String sitePlan,
            @JsonProperty("dataDir") @Nullable String dataDir,
            @JsonProperty("startPatienceSeconds") @Nullable Integer startPatienceSeconds,
            @JsonProperty("labels") @Nullable LabelSettings labels,
            @JsonProperty("cameras") @Nullable CameraSettings cameras,
            @JsonProperty("rounds") @Nullable RoundSettings rounds,
            @JsonProperty("alarms") @Nullable AlarmSettings alarms,
            @JsonProperty("climate") @Nullable HistorySettings climate,
            @JsonProperty("influx") @Nullable InfluxSettings influx) {
        return new ServerSettings(
                http == null ? HttpSettings.read(null, null, null, null, null) : http,
                db,
                session == null ? SessionSettings.defaults() : session,
                mqtt,
                sitePlan,
                dataDir == null ? DEFAULT_DATA_DIR : dataDir,
                Duration.ofSeconds(startPatienceSeconds == null ? DEFAULT_PATIENCE_SECONDS : startPatienceSeconds),
                labels == null ? LabelSettings.NONE : labels,
                cameras == null ? CameraSettings.DEFAULT : cameras,
                rounds == null ? RoundSettings.DEFAULT : rounds,
                alarms == null ? AlarmSettings.DEFAULTS : alarms,
                climate == null ? HistorySettings.DEFAULT : climate,
                influx);
    }
}
