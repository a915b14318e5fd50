package org.archivevault.server.search;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.archivevault.server.database.Database;

/**
 * Finds orders while somebody types. Prefixes first; when those do not fill the list, near misses. All fields are asked
 * at once over the pipelined connections; each is a range of a btree, so that one character takes as long as ten.
 */
public final class Search {
    private static final String ORDERS = "SELECT o.id, o.order_no, o.customer_no, n.name, o.kind, o.filed_on,"
            + " count(p.id), array_agg(DISTINCT p.state) FROM business_order o"
            + " JOIN customer_name n ON n.id = o.name_id"
            + " JOIN order_pack op ON op.order_id = o.id JOIN pack p ON p.id = op.pack_id"
            + " WHERE o.id = ANY ($1::bigint[]) GROUP BY o.id, n.name";

    private final Database database;

    /**
     * @param database where the catalogue is
     */
    public Search(Database database) {
        this.database = database;
    }

    /**
     * Searches.
     *
     * @param text what was typed
     * @param limit how many orders at most, 1–50
     * @return completes with the orders, best first; fails when the database does
     */
    public Future<List<Hit>> find(SearchText text, int limit) {
        return match(text, text.spellings(), limit, limit, false)
                .compose(found -> {
                    List<String> near = found.size() < limit ? text.nearMisses() : List.of();
                    return near.isEmpty()
                            ? Future.succeededFuture(found)
                            : match(text, near, 1, limit, true).map(more -> merged(found, more));
                })
                .compose(found -> describe(found, limit));
    }

    /** By order id, in order of rank. */
    private Future<Map<Long, Hit.Matched>> match(
            SearchText text, List<String> prefixes, int perPrefix, int limit, boolean near) {
        SqlClient client = database.reads();
        String[] array = prefixes.toArray(new String[0]);
        List<Field> fields = new ArrayList<>();
        List<Future<RowSet<Row>>> answers = new ArrayList<>();
        for (Field field : Field.values()) {
            if (text.mayBeNumber() ? field.number() || !near : !field.number()) {
                fields.add(field);
                answers.add(client.preparedQuery(field.sql()).execute(Tuple.of(array, perPrefix, limit)));
            }
        }
        return Future.all(answers).map(all -> {
            Map<Long, Hit.Matched> found = new LinkedHashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                for (Row row : answers.get(i).result()) {
                    found.putIfAbsent(
                            row.getLong(0), new Hit.Matched(fields.get(i).code(), row.getString(1), near));
                }
            }
            return found;
        });
    }

    private static Map<Long, Hit.Matched> merged(Map<Long, Hit.Matched> first, Map<Long, Hit.Matched> more) {
        Map<Long, Hit.Matched> all = new LinkedHashMap<>(first);
        more.forEach(all::putIfAbsent);
        return all;
    }

    private Future<List<Hit>> describe(Map<Long, Hit.Matched> found, int limit) {
        if (found.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Long[] ids = found.keySet().stream().limit(limit).toArray(Long[]::new);
        return database.reads().preparedQuery(ORDERS).execute(Tuple.of(ids)).map(rows -> {
            Map<Long, Hit> hits = new HashMap<>();
            for (Row row : rows) {
                Hit.Matched matched = found.get(row.getLong(0));
                if (matched != null) {
                    hits.put(row.getLong(0), hit(row, matched));
                }
            }
            List<Hit> inOrder = new ArrayList<>(ids.length);
            for (Long id : ids) {
                Hit hit = hits.get(id);
                if (hit != null) {
                    inOrder.add(hit);
                }
            }
            return inOrder;
        });
    }

    private static Hit hit(Row row, Hit.Matched matched) {
        LocalDate filedOn = row.getLocalDate(5);
        return new Hit(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                filedOn == null ? null : filedOn.toString(),
                row.getLong(6),
                List.of(row.getArrayOfStrings(7)),
                matched);
    }
}
