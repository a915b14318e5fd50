package org.archivevault.server.database;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.pgclient.PgConnectOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.archivevault.protocol.Token;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how it is used.
 *
 * @param url {@code postgresql://host:port/database[?sslmode=…]}
 * @param user the database user
 * @param password its password; empty when the database asks for none
 * @param readConnections connections of the pipelined read client, 1–64
 * @param pipelining requests under way on one read connection, 1–1024
 * @param writeConnections connections of the write pool, 1–256: commits on one connection are made one after another
 * @param useLayer7Proxy true behind PgBouncer or another proxy that reads the protocol
 * @param cachePreparedStatements false behind PgBouncer in transaction mode
 */
public record DatabaseSettings(
        String url,
        String user,
        String password,
        int readConnections,
        int pipelining,
        int writeConnections,
        boolean useLayer7Proxy,
        boolean cachePreparedStatements) {
    /** Application name of JDBC connections: who has it never stores readings, however long its transactions are. */
    public static final String NO_READINGS = "vault-jdbc";

    private static final int DEFAULT_READ_CONNECTIONS = 4;
    private static final int DEFAULT_PIPELINING = 64;
    private static final int DEFAULT_WRITE_CONNECTIONS = 8;

    public DatabaseSettings {
        if (!url.startsWith("postgresql://")) {
            throw new IllegalArgumentException(
                    "db.url must have the form postgresql://host:port/database, but is \"" + withoutSecret(url) + "\"");
        }
        Token.requireRange(readConnections, 1, 64, "db.readConnections");
        Token.requireRange(pipelining, 1, 1024, "db.pipelining");
        Token.requireRange(writeConnections, 1, 256, "db.writeConnections");
    }

    /**
     * Reads settings, filling what is absent with defaults.
     *
     * @param url see the record
     * @param user see the record; default {@code vault}
     * @param password see the record; default empty
     * @param readConnections default 4
     * @param pipelining default 64
     * @param writeConnections default 8
     * @param useLayer7Proxy default false
     * @param cachePreparedStatements default true
     * @return the settings
     */
    @JsonCreator
    public static DatabaseSettings read(
            @JsonProperty(value = "url", required = true) String url,
            @JsonProperty("user") @Nullable String user,
            @JsonProperty("password") @Nullable String password,
            @JsonProperty("readConnections") @Nullable Integer readConnections,
            @JsonProperty("pipelining") @Nullable Integer pipelining,
            @JsonProperty("writeConnections") @Nullable Integer writeConnections,
            @JsonProperty("useLayer7Proxy") @Nullable Boolean useLayer7Proxy,
            @JsonProperty("cachePreparedStatements") @Nullable Boolean cachePreparedStatements) {
        return new DatabaseSettings(
                url,
                user == null ? "vault" : user,
                password == null ? "" : password,
                readConnections == null ? DEFAULT_READ_CONNECTIONS : readConnections,
                pipelining == null ? DEFAULT_PIPELINING : pipelining,
                writeConnections == null ? DEFAULT_WRITE_CONNECTIONS : writeConnections,
                useLayer7Proxy != null && useLayer7Proxy,
                cachePreparedStatements == null || cachePreparedStatements);
    }

    /**
     * A database with every other setting at its default.
     *
     * @param url {@code postgresql://host:port/database}
     * @param user the database user
     * @param password its password
     * @return the settings
     */
    public static DatabaseSettings of(String url, String user, String password) {
        return read(url, user, password, null, null, null, null, null);
    }

    PgConnectOptions connectOptions() {
        return PgConnectOptions.fromUri(url)
                .setUser(user)
                .setPassword(password)
                .setPipeliningLimit(pipelining)
                .setCachePreparedStatements(cachePreparedStatements)
                .setUseLayer7Proxy(useLayer7Proxy);
    }

    /**
     * As {@link #connectOptions}, for statements that are one index look-up after another whatever they are asked for.
     * PostgreSQL would plan a short list of keys anew each time, which costs more than all its look-ups (custom plans,
     * PostgreSQL manual, plan_cache_mode). A proxy takes no such parameter.
     */
    PgConnectOptions lookUpOptions() {
        PgConnectOptions options = connectOptions();
        return useLayer7Proxy ? options : options.addProperty("plan_cache_mode", "force_generic_plan");
    }

    /**
     * The same database for the few who use JDBC: migrations, import, verification.
     *
     * @return without user and password
     */
    public String jdbcUrl() {
        PgConnectOptions options = PgConnectOptions.fromUri(url);
        return "jdbc:postgresql://" + options.getHost() + ":" + options.getPort() + "/"
                + URLEncoder.encode(options.getDatabase(), StandardCharsets.UTF_8)
                + "?connectTimeout=2&ApplicationName=" + NO_READINGS + "&sslmode="
                + options.getSslMode().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The place without user or password, for messages.
     *
     * @return host, port and database
     */
    public String place() {
        PgConnectOptions options = PgConnectOptions.fromUri(url);
        return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
    }

    private static String withoutSecret(String text) {
        return text.replaceAll("//[^/@]*@", "//…@");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + withoutSecret(url) + ", user=" + user + "]";
    }
}
