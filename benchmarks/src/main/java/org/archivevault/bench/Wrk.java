package org.archivevault.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP load from a process of its own: wrk from Debian. */
final class Wrk {
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern PERCENTILE = Pattern.compile("(50|99)%\\s+([0-9.]+)(us|ms|s)");
    private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses|Socket errors");

    private Wrk() {}

    /**
     * What one round showed.
     *
     * @param perSecond requests answered per second
     * @param p50Millis median latency
     * @param p99Millis 99th percentile of the latency
     */
    record Round(double perSecond, double p50Millis, double p99Millis) {}

    /**
     * One round on one thread.
     *
     * @param url the server
     * @param connections kept open, each with one request under way
     * @param seconds how long
     * @param script makes the requests
     * @param environment read by the script
     * @return what it showed; every request was answered with success
     */
    static Round run(String url, int connections, int seconds, Path script, Map<String, String> environment) {
        List<String> command = List.of(
                Tool.WRK.toString(),
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "--latency",
                "-s",
                script.toString(),
                url);
        String output = Tool.run(environment, command);
        if (FAILED.matcher(output).find()) {
            throw new IllegalStateException("not all requests were answered with success:\n" + output);
        }
        return new Round(find(RATE, output), percentile(output, "50"), percentile(output, "99"));
    }

    private static double find(Pattern pattern, String output) {
        Matcher m = pattern.matcher(output);
        if (!m.find()) {
            throw new IllegalStateException("wrk did not say what it should:\n" + output);
        }
        return Double.parseDouble(m.group(1));
    }

    private static double percentile(String output, String which) {
        Matcher m = PERCENTILE.matcher(output);
        while (m.find()) {
            if (m.group(1).equals(which)) {
                double value = Double.parseDouble(m.group(2));
                return switch (m.group(3)) {
                    case "us" -> value / 1000;
                    case "s" -> value * 1000;
                    default -> value;
                };
            }
        }
        throw new IllegalStateException("wrk did not say its percentiles:\n" + output);
    }
}
