package org.archivevault.server.inventory;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The coverage report over HTTP. */
final class CoverageRoutes implements RouteGroup {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 3_650;
    private static final int USUAL_PAGE = 200;
    private static final int LONGEST_PAGE = 1_000;
    private static final Set<Role> READERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER, Role.AUDITOR);

    private final Coverage coverage;

    CoverageRoutes(Coverage coverage) {
        this.coverage = coverage;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("getCoverage", READERS, this::report);
        routes.on("listUnseen", READERS, this::unseen);
    }

    private Future<Answer> report(RoutingContext context) {
        int days = days(context);
        return coverage.faces(days).map(faces -> {
            Coverage.Share all = faces.stream().reduce(new Coverage.Share("", 0, 0), Coverage.Share::plus);
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("days", days);
            view.putAll(all.view(""));
            view.put(
                    "blocks",
                    Coverage.blocks(faces).stream().map(s -> s.view("block")).toList());
            view.put("faces", faces.stream().map(s -> s.view("face")).toList());
            return Answer.ok(view);
        });
    }

    private Future<Answer> unseen(RoutingContext context) {
        String text = context.request().getParam("scope");
        Scope scope = text == null ? null : Parameters.parse("scope", text, Scope::new);
        String after = context.request().getParam("after", "");
        int limit = (int) InventoryRoutes.number(context, "limit", USUAL_PAGE, 1, LONGEST_PAGE);
        return coverage.unseen(days(context), scope, after, limit)
                .map(packs -> Answer.ok(Map.of("packs", List.copyOf(packs))));
    }

    private static int days(RoutingContext context) {
        return (int) InventoryRoutes.number(context, "days", USUAL_DAYS, 1, MOST_DAYS);
    }
}
