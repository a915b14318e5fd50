package org.archivevault.server.importing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.archivevault.protocol.Bilingual;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;
import org.archivevault.server.importing.ImportRegister.Entered;
import org.archivevault.server.importing.Upload.Received;
import org.jspecify.annotations.Nullable;

/** Receiving a file, its progress, and its rejected lines. */
final class ImportRoutes implements RouteGroup {
    /** Rejected lines read at a time, while a list goes out. */
    private static final int PAGE_LINES = 2_000;

    private static final Set<Role> IMPORTERS = EnumSet.of(Role.ARCHIVIST);

    private final Vertx vertx;
    private final Database database;
    private final ImportRegister register;
    private final ImportSpool spool;
    private final Runnable entered;

    ImportRoutes(Vertx vertx, Database database, ImportRegister register, ImportSpool spool, Runnable entered) {
        this.vertx = vertx;
        this.database = database;
        this.register = register;
        this.spool = spool;
        this.entered = entered;
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.stream("startImport", IMPORTERS, this::start);
        routes.on("getImport", IMPORTERS, this::progress);
        routes.stream("getImportRejections", IMPORTERS, this::rejections);
    }

    private Future<Answer> start(RoutingContext context) {
        ImportMode mode = Optional.ofNullable(context.request().getParam("mode"))
                .map(text -> ImportMode.of(text)
                        .orElseThrow(() -> Problem.of(ErrorCode.BAD_REQUEST, "mode: accept-good, all-or-nothing")))
                .orElse(ImportMode.ACCEPT_GOOD);
        ExportEncoding said = encoding(context.request().getParam("encoding"));
        String userName = Principals.of(context).userName();
        Path part = spool.part();
        return Upload.receive(vertx, context.request(), part)
                .compose(received -> look(part, received, said)
                        .compose(
                                head -> register.enter(received.contentHash(), mode, head, received.bytes(), userName)))
                .onFailure(failure -> vertx.fileSystem().delete(part.toString()))
                .compose(this::answer);
    }

    private static @Nullable ExportEncoding encoding(@Nullable String text) {
        if (text == null || text.equals("auto")) {
            return null;
        }
        return ExportEncoding.of(text)
                .orElseThrow(() -> Problem.of(ErrorCode.BAD_REQUEST, "encoding: auto, UTF-8, GB18030"));
    }

    /** Reads the header, and gives the file its name before the import is entered: an entered import has its file. */
    private Future<ExportHead> look(Path part, Received received, @Nullable ExportEncoding said) {
        return vertx.executeBlocking(() -> {
            try {
                ExportHead head = ExportHead.read(ImportSpool.head(part), said);
                spool.keep(part, received.contentHash());
                return head;
            } catch (ExportHead.Unusable e) {
                throw unusable(e);
            }
        });
    }

    private static Problem unusable(ExportHead.Unusable e) {
        Bilingual sentence = e.faults().stream()
                .reduce((a, b) -> new Bilingual(a.zh() + "；" + b.zh(), a.en() + "; " + b.en()))
                .orElseThrow();
        return Problem.of(
                ErrorCode.IMPORT_REFUSED,
                new Bilingual("无法导入文件：" + sentence.zh(), "the file cannot be imported: " + sentence.en()));
    }

    private Future<Answer> answer(Entered result) {
        ImportRun run = result.run();
        Map<String, Object> body = view(run);
        body.put("alreadyKnown", result.again());
        if (run.state().isFinal()) {
            return vertx.executeBlocking(() -> {
                spool.drop(run.contentHash());
                return Answer.accepted(body);
            });
        }
        entered.run();
        return Future.succeededFuture(Answer.accepted(body));
    }

    private Future<Answer> progress(RoutingContext context) {
        return find(context).map(run -> Answer.ok(view(run)));
    }

    private Future<ImportRun> find(RoutingContext context) {
        String text = String.valueOf(context.pathParam("id"));
        UUID id;
        try {
            id = UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(Problem.of(ErrorCode.IMPORT_NOT_FOUND, text));
        }
        return register.find(id).map(found -> found.orElseThrow(() -> Problem.of(ErrorCode.IMPORT_NOT_FOUND, text)));
    }

    private static Map<String, Object> view(ImportRun run) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", run.id().toString());
        view.put("state", run.state().code());
        view.put("ended", run.state().isFinal());
        view.put("mode", run.mode().code());
        view.put("encoding", run.encoding().label());
        view.put("sha256", run.contentHash());
        view.put("percent", run.percent());
        view.put("lines", run.accepted() + run.rejected());
        view.put("accepted", run.accepted());
        view.put("rejected", run.rejected());
        view.put("linesPerSecond", run.linesPerSecond());
        view.put("missingOptionalColumns", run.missingColumns());
        view.put("requestedBy", run.requestedBy());
        view.put("requestedAt", run.requestedAt().toString());
        if (run.finishedAt() != null) {
            view.put("finishedAt", run.finishedAt().toString());
        }
        if (run.failure() != null) {
            view.put("failure", run.failure());
        }
        return view;
    }

    private Future<Answer> rejections(RoutingContext context) {
        return find(context).compose(run -> {
            HttpServerResponse response = context.response();
            response.setChunked(true)
                    .putHeader("Content-Type", "text/csv; charset=utf-8")
                    .putHeader("Content-Disposition", "attachment; filename=\"rejections-" + run.id() + ".csv\"");
            response.write(RejectionCsv.HEAD);
            return page(response, run.id(), 0).compose(end -> response.end()).map(Answer.handled());
        });
    }

    /** Page by page, the next only when the last has gone out: a slow reader holds up nothing but himself. */
    private Future<Void> page(HttpServerResponse response, UUID id, long afterLine) {
        return database.reads()
                .preparedQuery("SELECT line_no, code, zh, en, line FROM import_rejection WHERE import_id = $1::uuid"
                        + " AND line_no > $2::bigint ORDER BY line_no LIMIT $3::int")
                .execute(Tuple.of(id, afterLine, PAGE_LINES))
                .compose(rows -> {
                    if (rows.size() == 0) {
                        return Future.succeededFuture();
                    }
                    StringBuilder text = new StringBuilder();
                    long last = write(rows, text);
                    return response.write(text.toString()).compose(written -> page(response, id, last));
                });
    }

    private static long write(RowSet<Row> rows, StringBuilder text) {
        long last = 0;
        for (Row row : rows) {
            last = row.getLong(0);
            text.append(
                    RejectionCsv.line(last, row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        }
        return last;
    }
}
