package org.archivevault.bench;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has passed each station between the sensors and the outbox, as the stations themselves count it: so that a reading
 * that is missing in the end can be told from where it went.
 *
 * @param droppedByBroker messages that Mosquitto had no room for on the way to a reader
 * @param arrived messages at the edge, without those that it dropped
 * @param droppedByEdge messages that the edge had no room for
 * @param taken readings
 * @param leftOut values that the edge made no reading of
 * @param lostByEdge readings given up because the disk took none
 */
record ClimatePassed(
        long droppedByBroker, long arrived, long droppedByEdge, long taken, long leftOut, long lostByEdge) {
    static ClimatePassed of(Child drops, EdgeProcess edge) {
        String metrics = edge.metrics();
        return new ClimatePassed(
                Broker.dropped(drops),
                sum(metrics, "watch_messages_total"),
                sum(metrics, "watch_messages_dropped_total"),
                sum(metrics, "watch_readings_total"),
                sum(metrics, "watch_left_total"),
                sum(metrics, "watch_readings_lost_total"));
    }

    ClimatePassed since(ClimatePassed before) {
        return new ClimatePassed(
                droppedByBroker - before.droppedByBroker,
                arrived - before.arrived,
                droppedByEdge - before.droppedByEdge,
                taken - before.taken,
                leftOut - before.leftOut,
                lostByEdge - before.lostByEdge);
    }

    private static long sum(String metrics, String name) {
        long sum = 0;
        Matcher m = Pattern.compile("(?m)^\\w*" + name + "(?:\\{.*})? (\\d+)").matcher(metrics);
        while (m.find()) {
            sum += Long.parseLong(m.group(1));
        }
        return sum;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "broker dropped %,d messages, %,d reached the edge, which dropped %,d, took %,d readings, left out %,d and"
                        + " lost %,d",
                droppedByBroker,
                arrived,
                droppedByEdge,
                taken,
                leftOut,
                lostByEdge);
    }
}
