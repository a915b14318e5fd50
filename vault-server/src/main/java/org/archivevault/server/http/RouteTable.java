package org.archivevault.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.archivevault.server.http.Registered.Gate;
import org.archivevault.server.identity.Role;

/** Collects what the features register and holds it against the contract. */
final class RouteTable implements ApiRoutes {
    private final Map<String, Registered> byOperation = new LinkedHashMap<>();

    static RouteTable of(List<RouteGroup> groups) {
        RouteTable table = new RouteTable();
        groups.forEach(group -> group.register(table));
        return table;
    }

    @Override
    public void on(String operationId, Set<Role> allowed, Handler handler) {
        add(new Registered(operationId, Gate.ROLES, allowed, true, handler::handle, null));
    }

    @Override
    public void always(String operationId, Handler handler) {
        add(new Registered(operationId, Gate.SIGNED_IN, Role.ANY, true, handler::handle, null));
    }

    @Override
    public void anonymous(String operationId, Handler handler) {
        add(new Registered(operationId, Gate.ANONYMOUS, Set.of(), true, handler::handle, null));
    }

    @Override
    public void fast(String operationId, Set<Role> allowed, FastHandler handler) {
        add(new Registered(
                operationId,
                Gate.ROLES,
                allowed,
                true,
                context -> handler.handle(
                        Principals.of(context),
                        context.pathParams().values().iterator().next()),
                handler));
    }

    @Override
    public void stream(String operationId, Set<Role> allowed, StreamHandler handler) {
        add(new Registered(operationId, Gate.ROLES, allowed, false, handler::handle, null));
    }

    private void add(Registered registered) {
        if (byOperation.putIfAbsent(registered.operationId(), registered) != null) {
            throw new IllegalStateException("the operation " + registered.operationId() + " is registered twice");
        }
    }

    /** The operation's registration; every operation of a contract that {@link #mustMatch} has passed has one. */
    Registered get(String operationId) {
        Registered found = byOperation.get(operationId);
        if (found == null) {
            throw new IllegalStateException("the operation " + operationId + " has no handler");
        }
        return found;
    }

    Set<String> streams() {
        return byOperation.values().stream()
                .filter(registered -> !registered.readsBody())
                .map(Registered::operationId)
                .collect(Collectors.toUnmodifiableSet());
    }

    void mustMatch(Set<String> inContract) {
        Set<String> withoutHandler = new TreeSet<>(inContract);
        withoutHandler.removeAll(byOperation.keySet());
        Set<String> withoutContract = new TreeSet<>(byOperation.keySet());
        withoutContract.removeAll(inContract);
        if (!withoutHandler.isEmpty() || !withoutContract.isEmpty()) {
            throw new IllegalStateException("contract and handlers do not match: without handler " + withoutHandler
                    + ", not in the contract " + withoutContract);
        }
    }
}
