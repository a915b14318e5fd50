package org.archivevault.server.label;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.pack.Barcode;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.pack.Gdti96;
import org.archivevault.protocol.pack.PackNo;
import org.archivevault.server.accesslog.AccessEntry;
import org.archivevault.server.accesslog.AccessLog;
import org.archivevault.server.database.Database;
import org.archivevault.server.http.Answer;
import org.archivevault.server.http.ApiRoutes;
import org.archivevault.server.http.ErrorCode;
import org.archivevault.server.http.Parameters;
import org.archivevault.server.http.Principals;
import org.archivevault.server.http.Problem;
import org.archivevault.server.http.RouteGroup;
import org.archivevault.server.identity.Role;

/** The operations {@code getPackLabel} and {@code givePackEpc}. */
public final class LabelRoutes implements RouteGroup {
    private static final Set<Role> KEEPERS = EnumSet.of(Role.ARCHIVIST);

    private static final String FIND = "SELECT p.pack_no, p.barcode, p.epc, l.position_code FROM pack p"
            + " LEFT JOIN placement l ON l.pack_id = p.id AND l.valid_to IS NULL WHERE p.pack_no = $1::text";

    private final Vertx vertx;
    private final SitePlan plan;
    private final Database database;
    private final AccessLog log;
    private final PackMarks marks;
    private final LabelFonts fonts;

    /**
     * @param vertx draws PDFs beside the event loop
     * @param plan knows the blocks' names
     * @param database where the packs are
     * @param log records each label and each mark given
     * @param settings what EPCs begin with
     */
    public LabelRoutes(Vertx vertx, SitePlan plan, Database database, AccessLog log, LabelSettings settings) {
        this.vertx = vertx;
        this.plan = plan;
        this.database = database;
        this.log = log;
        this.marks = new PackMarks(database, log, settings);
        this.fonts = new LabelFonts(settings.font());
    }

    @Override
    public void register(ApiRoutes routes) {
        routes.on("getPackLabel", KEEPERS, this::label);
        routes.on("givePackEpc", KEEPERS, this::give);
    }

    private Future<Answer> give(RoutingContext context) {
        PackNo pack = Parameters.parse("packNo", context.pathParam("packNo"), PackNo::new);
        return marks.give(pack, Principals.of(context)).map(given -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("packNo", given.packNo());
            body.put("barcode", given.barcode());
            String epc = given.epc();
            if (epc != null) {
                body.put("epc", epc);
                pureIdentity(new Epc(epc)).ifPresent(uri -> body.put("pureIdentity", uri));
            }
            body.put("given", given.given());
            return Answer.ok(body);
        });
    }

    /** Empty for tags that follow no standard, or not ours. */
    private static Optional<String> pureIdentity(Epc epc) {
        if (!Gdti96.claimedBy(epc)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Gdti96.decode(epc).pureIdentity());
        } catch (IllegalArgumentException onlyItsHeader) {
            return Optional.empty();
        }
    }

    private Future<Answer> label(RoutingContext context) {
        PackNo pack = Parameters.parse("packNo", context.pathParam("packNo"), PackNo::new);
        boolean zpl = context.request().getParam("format", "pdf").equals("zpl");
        String caller = Principals.of(context).userName();
        return find(pack)
                .compose(label -> (zpl ? zpl(label) : pdf(label))
                        .compose(answer -> log.record(AccessEntry.of(
                                        "label-made",
                                        caller,
                                        "pack:" + pack,
                                        AccessEntry.OK,
                                        Map.of("format", zpl ? "zpl" : "pdf")))
                                .map(answer)));
    }

    private Future<Label> find(PackNo pack) {
        return database.reads()
                .preparedQuery(FIND)
                .execute(Tuple.of(pack.value()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.of(ErrorCode.PACK_NOT_FOUND, pack);
                    }
                    Row row = rows.iterator().next();
                    String barcode = row.getString(1);
                    if (barcode == null) {
                        throw Problem.of(ErrorCode.PACK_HAS_NO_BARCODE, pack);
                    }
                    Optional<ShelfAddress> slot =
                            Optional.ofNullable(row.getString(3)).map(ShelfAddress::parse);
                    return new Label(
                            pack,
                            new Barcode(barcode),
                            Optional.ofNullable(row.getString(2)).map(Epc::new),
                            slot,
                            slot.flatMap(this::blockName));
                });
    }

    private Optional<String> blockName(ShelfAddress slot) {
        return plan.blocks().stream()
                .filter(block -> block.id().equals(slot.block()))
                .map(block -> block.name().zh())
                .findFirst();
    }

    private static Future<Answer> zpl(Label label) {
        return Future.succeededFuture(answer(
                label, "text/plain; charset=us-ascii", "zpl", ZplLabel.of(label).getBytes(StandardCharsets.US_ASCII)));
    }

    private Future<Answer> pdf(Label label) {
        return vertx.executeBlocking(() -> PdfLabel.of(label, fonts), false)
                .map(bytes -> answer(label, "application/pdf", "pdf", bytes));
    }

    private static Answer answer(Label label, String type, String ending, byte[] bytes) {
        return new Answer(
                200,
                Buffer.buffer(bytes),
                Map.of(
                        "Content-Type",
                        type,
                        "Content-Disposition",
                        "attachment; filename=\"label-" + label.pack() + "." + ending + "\""));
    }
}
