package org.archivevault.server.location;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.protocol.address.ShelfAddress;
import org.archivevault.protocol.event.Obstacle;
import org.archivevault.server.identity.Principal;
import org.jspecify.annotations.Nullable;

/** Writes the answer by hand, in one pass: this is the hottest read of the system. Shape: {@code location.yaml}. */
final class LocationJson {
    private static final Bilingual NOT_IN_PLAN = new Bilingual(
            "储位不在当前平面图中，无法控制其通道", "the slot is not in the current site plan, so its aisle cannot be controlled");
    private static final int TYPICAL_CHARACTERS = 640;

    private final Map<BlockId, SitePlan.Block> blocks;
    private final BlockObstacles obstacles;
    private final OpeningPermission permission;

    LocationJson(SitePlan plan, BlockObstacles obstacles, OpeningPermission permission) {
        this.blocks = plan.blocks().stream().collect(Collectors.toUnmodifiableMap(SitePlan.Block::id, b -> b));
        this.obstacles = obstacles;
        this.permission = permission;
    }

    Buffer write(OrderLocation location, Principal caller) {
        StringBuilder out = new StringBuilder(TYPICAL_CHARACTERS);
        out.append("{\"orderNo\":\"").append(location.orderNo().value()).append("\",\"packs\":[");
        List<PackLocation> packs = location.packs();
        for (int i = 0; i < packs.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            pack(out, packs.get(i), caller);
        }
        out.append("]}");
        return Buffer.buffer(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void pack(StringBuilder out, PackLocation pack, Principal caller) {
        out.append("{\"packNo\":\"").append(pack.packNo().value()).append('"');
        if (pack.epc() != null) {
            out.append(",\"epc\":\"").append(pack.epc().value()).append('"');
        }
        if (pack.sealNo() != null) {
            out.append(",\"sealNo\":\"").append(pack.sealNo().value()).append('"');
        }
        out.append(",\"securityClass\":").append(pack.securityClass());
        out.append(",\"state\":\"").append(pack.state().code()).append('"');
        out.append(",\"since\":\"")
                .append(pack.since().withOffsetSameInstant(ZoneOffset.UTC))
                .append("\",\"by\":");
        text(out, pack.by());
        ShelfAddress address = pack.address();
        if (address == null) {
            mayNotOpen(out, notOnShelf(pack));
        } else {
            onShelf(out, pack, address, caller);
        }
        out.append('}');
    }

    private void onShelf(StringBuilder out, PackLocation pack, ShelfAddress address, Principal caller) {
        place(out, address);
        Optional<SitePlan.Block> block =
                Optional.ofNullable(blocks.get(address.block())).filter(b -> b.hasSlot(address));
        if (block.isEmpty()) {
            mayNotOpen(out, NOT_IN_PLAN);
            return;
        }
        Optional<AisleId> aisle = block.get().aisleFor(address);
        aisle.ifPresent(id -> out.append(",\"aisle\":\"")
                .append(id.block())
                .append('/')
                .append(id.number())
                .append("\",\"aisleNumber\":")
                .append(id.number()));
        out.append(",\"obstacles\":[");
        if (aisle.isPresent()) {
            obstacles(out, obstacles.obstaclesOf(address.block()));
        }
        out.append(']');
        Optional<Bilingual> whyNot = permission.whyNot(caller, pack);
        out.append(",\"mayOpen\":").append(whyNot.isEmpty());
        whyNot.ifPresent(reason -> because(out, reason));
    }

    private static void place(StringBuilder out, ShelfAddress address) {
        out.append(",\"positionCode\":\"").append(address.block());
        out.append('-');
        two(out, address.carriage()).append(address.face()).append('-');
        two(out, address.bay()).append('-').append(address.level()).append('-');
        two(out, address.slot()).append("\",\"address\":{\"site\":\"");
        out.append(address.block().vault().site())
                .append("\",\"vault\":\"")
                .append(address.block().vault().vault())
                .append("\",\"block\":\"")
                .append(address.block().block())
                .append("\",\"carriage\":")
                .append(address.carriage())
                .append(",\"face\":\"")
                .append(address.face())
                .append("\",\"bay\":")
                .append(address.bay())
                .append(",\"level\":")
                .append(address.level())
                .append(",\"slot\":")
                .append(address.slot())
                .append('}');
    }

    private static void mayNotOpen(StringBuilder out, Bilingual reason) {
        out.append(",\"obstacles\":[],\"mayOpen\":false");
        because(out, reason);
    }

    private static Bilingual notOnShelf(PackLocation pack) {
        Bilingual state = pack.state().title();
        return new Bilingual("档案包不在架：" + state.zh(), "the pack is not on the shelf: " + state.en());
    }

    private static void because(StringBuilder out, Bilingual reason) {
        out.append(",\"whyNot\":{\"zh\":");
        text(out, reason.zh());
        out.append(",\"en\":");
        text(out, reason.en());
        out.append('}');
    }

    private static void obstacles(StringBuilder out, List<Obstacle> list) {
        for (int i = 0; i < list.size(); i++) {
            Obstacle obstacle = list.get(i);
            Bilingual sentence = obstacle.sentence();
            out.append(i == 0 ? "{\"code\":" : ",{\"code\":");
            text(out, obstacle.code().name());
            out.append(",\"detail\":");
            text(out, obstacle.detail());
            out.append(",\"zh\":");
            text(out, sentence.zh());
            out.append(",\"en\":");
            text(out, sentence.en());
            out.append('}');
        }
    }

    private static StringBuilder two(StringBuilder out, int number) {
        return number < 10 ? out.append('0').append(number) : out.append(number);
    }

    /** A JSON string. Numbers of packs, tags and seals do not come here: their types allow nothing to be escaped. */
    private static void text(StringBuilder out, @Nullable String text) {
        out.append('"');
        String some = text == null ? "" : text;
        for (int i = 0; i < some.length(); i++) {
            char c = some.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
