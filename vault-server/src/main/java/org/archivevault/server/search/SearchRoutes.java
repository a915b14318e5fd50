package org.archivevault.server.search;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The operation {@code search}. */
public final class SearchRoutes implements RouteGroup {
    private static final int DEFAULT_LIMIT = 10;
    private static final int LARGEST_LIMIT = 50;
    private static final Set<Role> FINDERS = EnumSet.of(Role.ARCHIVIST, Role.APPROVER);

    private final Search search;

    /**
     * @param search what searches
     */
    public SearchRoutes(Search search) {
        this.search = search;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("search", FINDERS, this::find);
    }

    private Future<Answer> find(RoutingContext context) {
        String typed = context.request().getParam("q", "");
        int limit;
        SearchText text;
        try {
            limit = Integer.parseInt(context.request().getParam("limit", String.valueOf(DEFAULT_LIMIT)));
            if (limit < 1 || limit > LARGEST_LIMIT) {
                throw new IllegalArgumentException("limit is 1 to " + LARGEST_LIMIT);
            }
            text = new SearchText(typed);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(Problem.of(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
        return search.find(text, limit).map(hits -> Answer.ok(Map.of("query", text.text(), "hits", hits)));
    }
}
