package org.archivevault.server;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.HealthChecks;

/**
 * What every feature may be built on.
 *
 * @param vertx the instance; all of the server runs on the event loop that {@link Features} is composed on
 * @param settings what the process was told
 * @param plan the site; a plan without vaults when none was given
 * @param database the records
 * @param accessLog the append-only record
 * @param health where a feature says what must be up
 * @param metrics where a feature counts
 * @param clock the wall clock
 */
record Foundation(
        Vertx vertx,
        ServerSettings settings,
        SitePlan plan,
        Database database,
        AccessLog accessLog,
        HealthChecks health,
        PrometheusMeterRegistry metrics,
        InstantSource clock) {}
