package org.archivevault.simulator;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.address.AisleId;
import org.archivevault.protocol.address.VaultId;
import org.archivevault.protocol.climate.SensorId;
import org.archivevault.protocol.climate.ZoneId;
import org.archivevault.simulator.watch.SensorFault;
import org.archivevault.simulator.watch.WatchWorld;

/** The line commands for sensors, cameras and the air. */
final class WatchCommands {
    private final List<WatchWorld> worlds;
    private final SitePlan plan;

    WatchCommands(List<WatchWorld> worlds, SitePlan plan) {
        this.worlds = worlds;
        this.plan = plan;
    }

    /** {@code sensor NAME excursion ±N | jump ±N | silent | stuck | nan | fahrenheit | heal}. */
    String sensor(List<String> words) {
        SensorId id = new SensorId(ControlCommands.word(words, 1, "SENSOR"));
        WatchWorld world = worlds.stream()
                .filter(w -> w.has(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("没有这个传感器 / no such sensor: " + id));
        String verb = ControlCommands.word(words, 2, "excursion|jump|silent|stuck|nan|fahrenheit|heal")
                .toLowerCase(Locale.ROOT);
        switch (verb) {
            case "excursion" -> world.excursion(id, degrees(words));
            case "jump" -> world.jump(id, degrees(words));
            default -> world.fault(id, SensorFault.of(verb));
        }
        return ControlCommands.OK;
    }

    /** {@code zone CODE excursion ±N | damp ±N | heal}. */
    String zone(List<String> words) {
        ZoneId id = new ZoneId(ControlCommands.word(words, 1, "ZONE"));
        String verb = ControlCommands.word(words, 2, "excursion|damp|heal").toLowerCase(Locale.ROOT);
        if (!Set.of("excursion", "damp", "heal").contains(verb)) {
            throw new IllegalArgumentException("不认识 / not understood: \"" + verb + "\", only excursion, damp, heal");
        }
        double by = verb.equals("heal") ? 0 : degrees(words);
        boolean known = false;
        for (WatchWorld world : worlds) {
            known |= !verb.equals("damp") && world.excursion(id, by);
            known |= !verb.equals("excursion") && world.damp(id, by);
        }
        if (!known) {
            throw new IllegalArgumentException("没有这个分区 / no such zone: " + id);
        }
        return ControlCommands.OK;
    }

    /** {@code person enters|leaves AISLE}; the aisle as in the plan, {@code B1/3}, or with site and vault before it. */
    String person(List<String> words) {
        String verb = ControlCommands.word(words, 1, "enters|leaves").toLowerCase(Locale.ROOT);
        if (!verb.equals("enters") && !verb.equals("leaves")) {
            throw new IllegalArgumentException("不认识 / not understood: \"" + verb + "\", only enters, leaves");
        }
        AisleId aisle = aisle(ControlCommands.word(words, 2, "AISLE"));
        boolean seen = false;
        for (WatchWorld world : worlds) {
            seen |= world.person(aisle, verb.equals("enters"));
        }
        if (!seen) {
            throw new IllegalArgumentException("没有摄像机看到该通道 / no camera sees the aisle " + aisle);
        }
        return ControlCommands.OK;
    }

    private AisleId aisle(String word) {
        if (word.contains("-")) {
            return AisleId.parse(word);
        }
        VaultId first = plan.vaults().get(0).id();
        return AisleId.parse(first + "-" + word);
    }

    /** {@code source NAME stop|start}. */
    Future<String> source(List<String> words) {
        String name = ControlCommands.word(words, 1, "SOURCE");
        String verb = ControlCommands.word(words, 2, "stop|start").toLowerCase(Locale.ROOT);
        if (!verb.equals("stop") && !verb.equals("start")) {
            throw new IllegalArgumentException("不认识 / not understood: \"" + verb + "\", only stop, start");
        }
        return worlds.stream()
                .filter(world -> world.has(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("没有这个数据源 / no such source: " + name))
                .run(name, verb.equals("start"))
                .map(ControlCommands.OK);
    }

    /** One line for each sensor. */
    String list() {
        StringBuilder answer = new StringBuilder();
        worlds.forEach(world -> world.list().forEach(line -> answer.append(line).append('\n')));
        return answer.append(ControlCommands.OK).toString();
    }

    private static double degrees(List<String> words) {
        String word = ControlCommands.word(words, 3, "±DEGREES");
        try {
            double degrees = Double.parseDouble(word);
            if (Double.isFinite(degrees)) {
                return degrees;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("不是数字 / not a number: \"" + word + "\"", e);
        }
        throw new IllegalArgumentException("不是数字 / not a number: \"" + word + "\"");
    }
}
