package org.archivevault.server.report;

import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Grafana makes of a PostgreSQL query before it sends it: its macros, as its documentation has them, and variables. */
final class GrafanaMacros {
    private static final Pattern FILTER = Pattern.compile("\\$__timeFilter\\(([a-z_.]+)\\)");
    private static final Pattern GROUP = Pattern.compile("\\$__timeGroupAlias\\(([a-z_.]+), '(\\d+)h'(, 0)?\\)");

    private GrafanaMacros() {}

    static String expand(String sql, Instant from, Instant to, List<String> zones) {
        String filtered =
                FILTER.matcher(sql).replaceAll(found -> found.group(1) + " BETWEEN '" + from + "' AND '" + to + "'");
        String grouped = GROUP.matcher(filtered).replaceAll(GrafanaMacros::group);
        String names = zones.stream().map(zone -> "'" + zone + "'").collect(Collectors.joining(","));
        return grouped.replace("$__timeFrom()", "'" + from + "'")
                .replace("$__timeTo()", "'" + to + "'")
                .replace("${zone:sqlstring}", names);
    }

    private static String group(MatchResult found) {
        long seconds = Long.parseLong(found.group(2)) * 3_600;
        return "floor(extract(epoch from " + found.group(1) + ")/" + seconds + ")*" + seconds + " AS \"time\"";
    }
}
