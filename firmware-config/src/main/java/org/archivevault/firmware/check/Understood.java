package org.archivevault.firmware.check;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.archivevault.firmware.document.Entry;
import org.archivevault.firmware.plan.ControllerPlan;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.firmware.profile.ShelvingProfile;
import org.archivevault.protocol.Bilingual;
import org.archivevault.protocol.address.Face;

/** What was understood of a file without mistakes, so that a person sees whether it is what was meant. */
final class Understood {
    private static final Bilingual PLAN = new Bilingual(
            "正确。单位 {}（{}）：{} 个库房，{} 个区，{} 条通道，{} 个储位，{} 个控制器",
            "fine. Site {} ({}): {} vault(s), {} block(s), {} aisles, {} slots, {} controller(s)");
    private static final Bilingual BLOCK = new Bilingual(
            "{}（{}）：{} 列（移动 {}），{} 条通道，{} 个储位，轨道 {}mm，控制器 {}",
            "{} ({}): {} carriages ({} mobile), {} aisles, {} slots, rails of {}mm, controller {}");
    private static final Bilingual OUTWARD =
            new Bilingual("；{} 面朝外，不经通道即可到达", "; {} looks outwards and is reached without an aisle");
    private static final Bilingual PROFILE = new Bilingual(
            "正确。控制器配置 {}（{}）：{}，连接 {}，{} 个信号，每秒 {} 次轮询，看门狗 {}ms",
            "fine. Profile {} ({}): {}, by {}, {} signals, {} polls a second, watchdog {}ms");

    private Understood() {}

    static Bilingual headline(SitePlan plan) {
        return new Bilingual(
                PLAN.with(figures(plan, plan.name().zh())).zh(),
                PLAN.with(figures(plan, plan.name().en())).en());
    }

    private static Object[] figures(SitePlan plan, String name) {
        return new Object[] {
            plan.site(),
            name,
            plan.vaults().size(),
            plan.blocks().size(),
            plan.blocks().stream().mapToInt(SitePlan.Block::aisleCount).sum(),
            number(plan.blocks().stream().mapToLong(Understood::slots).sum()),
            plan.controllers().size()
        };
    }

    static List<Bilingual> blocks(SitePlan plan) {
        return plan.blocks().stream().map(block -> block(plan, block)).toList();
    }

    private static Bilingual block(SitePlan plan, SitePlan.Block block) {
        String controller =
                plan.controller(block.controller()).map(Understood::controller).orElse(block.controller());
        Object[] zh = figures(block, block.name().zh(), controller);
        Object[] en = figures(block, block.name().en(), controller);
        String outward = outwardFaces(block);
        Bilingual tail = outward.isEmpty() ? new Bilingual("", "") : OUTWARD.with(outward);
        return new Bilingual(BLOCK.with(zh).zh() + tail.zh(), BLOCK.with(en).en() + tail.en());
    }

    private static Object[] figures(SitePlan.Block block, String name, String controller) {
        long mobile =
                block.carriages().stream().filter(SitePlan.Carriage::mobile).count();
        return new Object[] {
            block.id(),
            name,
            block.carriages().size(),
            mobile,
            block.aisleCount(),
            number(slots(block)),
            number(block.railLengthMm()),
            controller
        };
    }

    private static String outwardFaces(SitePlan.Block block) {
        SitePlan.Carriage first = block.carriages().get(0);
        SitePlan.Carriage last = block.carriages().get(block.carriages().size() - 1);
        String start = first.faces().contains(Face.A) ? first.number() + "A" : "";
        String end = last.faces().contains(Face.B) ? last.number() + "B" : "";
        return (start + " " + end).trim();
    }

    private static String controller(ControllerPlan controller) {
        ShelvingProfile profile = controller.profile();
        return controller.name() + " (" + profile.name() + "-" + profile.version() + " @ "
                + address(controller.connection()) + ")";
    }

    static String address(ControllerPlan.Connection connection) {
        if (connection instanceof ControllerPlan.Tcp tcp) {
            return "modbus-tcp " + tcp.host() + ":" + tcp.port();
        }
        if (connection instanceof ControllerPlan.RtuOverTcp rtu) {
            return "rtu-over-tcp " + rtu.host() + ":" + rtu.port();
        }
        ControllerPlan.RtuSerial serial = (ControllerPlan.RtuSerial) connection;
        return "rtu-serial " + serial.device() + " " + serial.baud() + " 8"
                + serial.parity().name().charAt(0) + serial.stopBits();
    }

    static Bilingual headline(ShelvingProfile profile) {
        return new Bilingual(
                PROFILE.with(figures(profile, profile.title().zh())).zh(),
                PROFILE.with(figures(profile, profile.title().en())).en());
    }

    private static Object[] figures(ShelvingProfile profile, String title) {
        double polls = profile.pollGroups().stream()
                .mapToDouble(group -> 1000.0 / group.interval().toMillis())
                .sum();
        return new Object[] {
            profile.name() + "-" + profile.version(),
            title,
            Entry.wordOf(profile.shape()),
            profile.transports().stream().map(Entry::wordOf).collect(Collectors.joining(", ")),
            profile.signals().values().stream().mapToInt(List::size).sum(),
            String.format(Locale.ROOT, "%.0f", polls),
            profile.watchdog().timeout().toMillis()
        };
    }

    private static long slots(SitePlan.Block block) {
        return block.carriages().stream()
                .mapToLong(SitePlan.Carriage::slotCount)
                .sum();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
