package org.archivevault.simulator;

import java.util.List;
import java.util.Locale;
import org.archivevault.firmware.plan.SitePlan;
import org.archivevault.protocol.pack.Epc;
import org.archivevault.protocol.tag.Tid;
import org.archivevault.simulator.tags.SimulatedTag;
import org.archivevault.simulator.tags.Spot;
import org.archivevault.simulator.tags.TagWorld;
import org.archivevault.simulator.tags.TagWorld.Way;

/** The line commands that move tags about. */
final class TagCommands {
    private final TagWorld world;
    private final SitePlan plan;

    TagCommands(TagWorld world, SitePlan plan) {
        this.world = world;
        this.plan = plan;
    }

    /** {@code tag EPC at SPOT [TID]}, {@code walk SPOT|out|in}, {@code carry out|in}, {@code remove}. */
    String tag(List<String> words) {
        Epc epc = new Epc(ControlCommands.word(words, 1, "EPC").toUpperCase(Locale.ROOT));
        String verb = ControlCommands.word(words, 2, "at|walk|carry|remove").toLowerCase(Locale.ROOT);
        switch (verb) {
            case "at" -> place(epc, spot(ControlCommands.word(words, 3, "SPOT")), words);
            case "walk" -> walk(epc, ControlCommands.word(words, 3, "SPOT|out|in"));
            case "carry" -> world.carry(epc, way(ControlCommands.word(words, 3, "out|in")));
            case "remove" -> world.remove(epc);
            default ->
                throw new IllegalArgumentException(
                        "不认识 / not understood: \"" + verb + "\", only at, walk, carry, remove");
        }
        return ControlCommands.OK;
    }

    private void walk(Epc epc, String where) {
        String word = where.toLowerCase(Locale.ROOT);
        if (word.equals("out") || word.equals("in")) {
            world.walk(epc, way(word));
        } else {
            world.walk(epc, spot(where));
        }
    }

    private Spot spot(String word) {
        Spot spot = Spot.parse(word);
        if (spot instanceof Spot.Slot slot) {
            boolean there = plan.block(slot.address().block())
                    .filter(block -> block.hasSlot(slot.address()))
                    .isPresent();
            if (!there) {
                throw new IllegalArgumentException("没有这个储位 / no such slot: " + word);
            }
        }
        return spot;
    }

    private void place(Epc epc, Spot spot, List<String> words) {
        if (words.size() > 4) {
            world.place(new SimulatedTag(epc, new Tid(words.get(4).toUpperCase(Locale.ROOT))), spot);
        } else {
            world.place(epc, spot);
        }
    }

    private static Way way(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "out" -> Way.OUT;
            case "in" -> Way.IN;
            default -> throw new IllegalArgumentException("不认识 / not understood: \"" + word + "\", only out, in");
        };
    }

    /** One line for each tag: EPC, spot, TID. */
    String list(List<String> words) {
        StringBuilder answer = new StringBuilder();
        String wanted = words.size() > 1 ? words.get(1).toLowerCase(Locale.ROOT) : "";
        for (TagWorld.Placed placed : world.tags()) {
            String spot = placed.spot().toString();
            if (wanted.isEmpty() || spot.toLowerCase(Locale.ROOT).startsWith(wanted)) {
                answer.append(placed.tag().epc()).append(' ').append(spot).append(' ');
                answer.append(placed.tag().tid()).append('\n');
            }
        }
        return answer.append(ControlCommands.OK).toString();
    }
}
