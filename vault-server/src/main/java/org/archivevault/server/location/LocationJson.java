package org.archivevault.server.location;

import io.vertx.core.buffer.Buffer;
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

/**
 * Writes the answer by hand, in one pass: this is the hottest read of the system. Shape: {@code location.yaml}. Numbers of
 * orders, packs, tags and seals are written as they are: their types allow nothing that needs an escape.
 */
final class LocationJson {
    private static final Bilingual NOT_IN_PLAN = new Bilingual(
            "储位不在当前平面图中，无法控制其通道", "the slot is not in the current site plan, so its aisle cannot be controlled");

    private final Map<BlockId, SitePlan.Block> blocks;
    private final BlockObstacles obstacles;
    private final OpeningPermission permission;

    LocationJson(SitePlan plan, BlockObstacles obstacles, OpeningPermission permission) {
        this.blocks = plan.blocks().stream().collect(Collectors.toUnmodifiableMap(SitePlan.Block::id, b -> b));
        this.obstacles = obstacles;
        this.permission = permission;
    }

    Buffer write(OrderLocation location, Principal caller) {
        JsonBytes out = new JsonBytes();
        out.ascii("{\"orderNo\":\"").ascii(location.orderNo().value()).ascii("\",\"packs\":[");
        List<PackLocation> packs = location.packs();
        for (int i = 0; i < packs.size(); i++) {
            if (i > 0) {
                out.ascii(",");
            }
            pack(out, packs.get(i), caller);
        }
        return out.ascii("]}").buffer();
    }

    private void pack(JsonBytes out, PackLocation pack, Principal caller) {
        out.ascii("{\"packNo\":\"").ascii(pack.packNo().value());
        if (pack.epc() != null) {
            out.ascii("\",\"epc\":\"").ascii(pack.epc().value());
        }
        if (pack.sealNo() != null) {
            out.ascii("\",\"sealNo\":\"").ascii(pack.sealNo().value());
        }
        out.ascii("\",\"securityClass\":").number(pack.securityClass());
        out.ascii(",\"state\":\"").ascii(pack.state().code());
        out.ascii("\",\"since\":\"")
                .ascii(pack.since().withOffsetSameInstant(ZoneOffset.UTC).toString())
                .ascii("\",\"by\":")
                .text(pack.by());
        ShelfAddress address = pack.address();
        if (address == null) {
            mayNotOpen(out, notOnShelf(pack));
        } else {
            onShelf(out, pack, address, caller);
        }
        out.ascii("}");
    }

    private void onShelf(JsonBytes out, PackLocation pack, ShelfAddress address, Principal caller) {
        place(out, address);
        Optional<SitePlan.Block> block =
                Optional.ofNullable(blocks.get(address.block())).filter(b -> b.hasSlot(address));
        if (block.isEmpty()) {
            mayNotOpen(out, NOT_IN_PLAN);
            return;
        }
        Optional<AisleId> aisle = block.get().aisleFor(address);
        aisle.ifPresent(id -> out.ascii(",\"aisle\":\"")
                .ascii(id.toString())
                .ascii("\",\"aisleNumber\":")
                .number(id.number()));
        out.ascii(",\"obstacles\":[");
        if (aisle.isPresent()) {
            obstacles(out, obstacles.obstaclesOf(address.block()));
        }
        Optional<Bilingual> whyNot = permission.whyNot(caller, pack);
        out.ascii(whyNot.isEmpty() ? "],\"mayOpen\":true" : "],\"mayOpen\":false");
        whyNot.ifPresent(reason -> because(out, reason));
    }

    private static void place(JsonBytes out, ShelfAddress address) {
        BlockId block = address.block();
        String face = address.face().name();
        out.ascii(",\"positionCode\":\"").ascii(block.vault().site()).ascii("-");
        out.ascii(block.vault().vault()).ascii("-").ascii(block.block()).ascii("-");
        out.two(address.carriage()).ascii(face).ascii("-").two(address.bay()).ascii("-");
        out.number(address.level()).ascii("-").two(address.slot());
        out.ascii("\",\"address\":{\"site\":\"").ascii(block.vault().site());
        out.ascii("\",\"vault\":\"").ascii(block.vault().vault());
        out.ascii("\",\"block\":\"").ascii(block.block());
        out.ascii("\",\"carriage\":").number(address.carriage());
        out.ascii(",\"face\":\"").ascii(face);
        out.ascii("\",\"bay\":").number(address.bay());
        out.ascii(",\"level\":").number(address.level());
        out.ascii(",\"slot\":").number(address.slot()).ascii("}");
    }

    private static void mayNotOpen(JsonBytes out, Bilingual reason) {
        out.ascii(",\"obstacles\":[],\"mayOpen\":false");
        because(out, reason);
    }

    private static Bilingual notOnShelf(PackLocation pack) {
        Bilingual state = pack.state().title();
        return new Bilingual("档案包不在架：" + state.zh(), "the pack is not on the shelf: " + state.en());
    }

    private static void because(JsonBytes out, Bilingual reason) {
        out.ascii(",\"whyNot\":{\"zh\":").text(reason.zh());
        out.ascii(",\"en\":").text(reason.en()).ascii("}");
    }

    private static void obstacles(JsonBytes out, List<Obstacle> list) {
        for (int i = 0; i < list.size(); i++) {
            Obstacle obstacle = list.get(i);
            Bilingual sentence = obstacle.sentence();
            out.ascii(i == 0 ? "{\"code\":\"" : ",{\"code\":\"")
                    .ascii(obstacle.code().name());
            out.ascii("\",\"detail\":").text(obstacle.detail());
            out.ascii(",\"zh\":").text(sentence.zh());
            out.ascii(",\"en\":").text(sentence.en()).ascii("}");
        }
    }
}
