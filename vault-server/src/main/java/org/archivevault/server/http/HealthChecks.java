package org.archivevault.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.archivevault.protocol.Token;

/** What must be up for the server to do its work. Checks look at memory only; whoever owns a part keeps its state. */
public final class HealthChecks {
    private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final Map<String, Check> checks = new ConcurrentHashMap<>();

    /**
     * Adds a part without which the server can do nothing: when it is down the server is not ready.
     *
     * @param name lower case with hyphens
     * @param up whether it is up; must not block
     */
    public void essential(String name, BooleanSupplier up) {
        checks.put(Token.require(name, NAME, "health check"), new Check(true, up));
    }

    /**
     * Adds a part without which some operations fail: when it is down the server is degraded, but ready.
     *
     * @param name lower case with hyphens
     * @param up whether it is up; must not block
     */
    public void partial(String name, BooleanSupplier up) {
        checks.put(Token.require(name, NAME, "health check"), new Check(false, up));
    }

    Report report() {
        Map<String, String> parts = new LinkedHashMap<>();
        boolean ready = true;
        boolean whole = true;
        for (String name : checks.keySet().stream().sorted().toList()) {
            Check check = checks.get(name);
            boolean up = check != null && check.up.getAsBoolean();
            parts.put(name, up ? "up" : "down");
            whole &= up;
            ready &= up || (check != null && !check.essential);
        }
        return new Report(ready ? whole ? "up" : "degraded" : "down", ready, parts);
    }

    /**
     * How things stand.
     *
     * @param status up, degraded or down
     * @param ready whether every essential part is up
     * @param parts up or down, by name
     */
    record Report(String status, boolean ready, Map<String, String> parts) {}

    private record Check(boolean essential, BooleanSupplier up) {}
}
