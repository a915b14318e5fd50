package org.archivevault.simulator;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.archivevault.protocol.address.BlockId;
import org.archivevault.simulator.fault.FaultRule;
import org.archivevault.simulator.fault.FaultWords;
import org.archivevault.simulator.reader.ReaderFaults;
import org.archivevault.simulator.shelving.Input;
import org.archivevault.simulator.shelving.Refusal;

/** The line commands with which people and shell scripts drive a simulated site. */
final class ControlCommands {
    /** Ends every answer that says that it was done; an error line begins with {@link #ERROR}. */
    static final String OK = "ok";

    static final String ERROR = "error: ";

    private static final String HELP = String.format(
            Locale.ROOT, """
            show [BLOCK]                        状态 / how the blocks stand
            trip BLOCK INPUT [AISLE]            触发输入 / trip an input: %s
            clear BLOCK INPUT [AISLE]           解除输入 / clear it
            clear BLOCK all                     全部解除 / clear every input
            estop BLOCK                         按急停 / press the emergency stop
            reset BLOCK                         急停复位 / reset it by hand
            press BLOCK spread                  按本地通风按钮 / press the local ventilation button
            press BLOCK AISLE                   按本地开启按钮 / press the local button of an aisle
            stop BLOCK                          按本地停止按钮 / press the local stop button
            hang BLOCK                          程序死机 / hang its programs: the heartbeat stands still
            resume BLOCK                        程序恢复 / let them run on
            power BLOCK                         断电重启 / power off and on
            fault CONTROLLER KIND ...           注入故障 / script a fault: %s
            fault READER KIND ...               读写器故障 / a reader's fault: %s
            faults DEVICE                       当前故障 / what is scripted
            heal DEVICE                         清除故障 / clear its faults
            unplug DEVICE                       拔网线 / pull its network plug
            plug DEVICE                         插网线 / plug it in again
            reboot READER                       读写器重启 / switch a reader off and on
            tag EPC at SPOT [TID]               放置标签 / put a tag: a position code, desk, gate-inner, gate-outer, inside, outside
            tag EPC walk SPOT|out|in            走过去 / walk there, two seconds, or through the gate
            tag EPC carry out|in                携带标签过门 / carry it through the gate within a second
            tag EPC remove                      去掉标签 / take it out of the world
            tags [SPOT]                         标签位置 / where the tags are
            lamps [LIGHT]                       亮着的指示灯 / the pick lights that burn
            sensor NAME excursion|jump ±N       传感器偏差 / a sensor is off by N °C, for good or once
            sensor NAME silent|stuck|nan|fahrenheit|heal   传感器故障 / break a sensor, heal it
            sensors                             传感器与真值 / the sensors, and what is true
            zone CODE excursion ±N | heal       分区温度偏移 / the air of a zone becomes warmer or colder
            zone CODE damp ±N                   分区湿度偏移 / the air of a zone becomes damper or drier, by N %%RH
            person enters|leaves AISLE          有人进出通道 / somebody before the cameras: B1/3
            source NAME stop|start              停止或启动数据源 / a bridge or camera system
            %s""", String.join(", ", Input.codes()), FaultWords.usage(), ReaderFaults.usage(), OK);

    private final SimulatedSite site;
    private final TagCommands tags;
    private final LampCommands lamps;
    private final WatchCommands watch;

    ControlCommands(SimulatedSite site) {
        this.site = site;
        this.tags = new TagCommands(site.tags(), site.plan());
        this.lamps = new LampCommands(site);
        this.watch = new WatchCommands(site.watched(), site.plan());
    }

    /**
     * Does what a line says.
     *
     * @return succeeds with the answer, one or more lines, whose last is "ok" or an error; never fails
     */
    Future<String> run(String line) {
        List<String> words = List.of(line.strip().split("\\s+"));
        try {
            return perform(words).otherwise(e -> ERROR + e.getMessage());
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(ERROR + e.getMessage());
        }
    }

    private Future<String> perform(List<String> words) {
        String verb = words.get(0).toLowerCase(Locale.ROOT);
        switch (verb) {
            case "unplug" -> {
                return site.unplug(word(words, 1, "DEVICE")).map(OK);
            }
            case "plug" -> {
                return site.plug(word(words, 1, "DEVICE")).map(OK);
            }
            case "reboot" -> {
                return site.reader(word(words, 1, "READER")).reboot().map(OK);
            }
            case "source" -> {
                return watch.source(words);
            }
            default -> {
                return Future.succeededFuture(performNow(verb, words));
            }
        }
    }

    private String performNow(String verb, List<String> words) {
        return switch (verb) {
            case "help" -> HELP;
            case "show" -> show(words);
            case "trip" -> set(words, true);
            case "clear" -> clear(words);
            case "estop" -> done(block(words)::pressEmergencyStop);
            case "reset" -> done(block(words)::resetEmergencyStop);
            case "press" -> press(words);
            case "stop" -> done(block(words)::pressStop);
            case "hang" -> done(block(words)::hang);
            case "resume" -> done(block(words)::resume);
            case "power" -> done(block(words)::powerCycle);
            case "fault" -> fault(words);
            case "faults" -> faults(words);
            case "heal" -> heal(word(words, 1, "DEVICE"));
            case "tag" -> tags.tag(words);
            case "tags" -> tags.list(words);
            case "lamps" -> lamps.list(words);
            case "sensor" -> watch.sensor(words);
            case "sensors" -> watch.list();
            case "zone" -> watch.zone(words);
            case "person" -> watch.person(words);
            default ->
                throw new IllegalArgumentException("不认识的命令，输入 help / not understood, type help: \"" + verb + "\"");
        };
    }

    private static String done(Runnable work) {
        work.run();
        return OK;
    }

    private String show(List<String> words) {
        List<SimulatedBlock> blocks = words.size() > 1 ? List.of(block(words)) : site.blocks();
        StringBuilder answer = new StringBuilder();
        for (SimulatedBlock block : blocks) {
            SimulatedBlock.State state = block.state();
            answer.append(block.id())
                    .append(state.moving() ? " moving" : " still")
                    .append(" open=")
                    .append(state.openAisle())
                    .append(state.spread() ? " spread" : "")
                    .append(" target=")
                    .append(state.targetAisle())
                    .append(" tripped=")
                    .append(tripped(block))
                    .append(" positions=")
                    .append(state.positionsMm().stream().map(Math::round).toList())
                    .append('\n');
        }
        return answer.append(OK).toString();
    }

    private static String tripped(SimulatedBlock block) {
        StringBuilder all = new StringBuilder();
        for (Input input : Input.values()) {
            int last = input.perAisle() ? block.aisleCount() : 0;
            for (int aisle = input.perAisle() ? 1 : 0; aisle <= last; aisle++) {
                if (block.tripped(input, aisle)) {
                    all.append(all.isEmpty() ? "" : ",").append(input.code());
                    all.append(aisle > 0 ? "/" + aisle : "");
                }
            }
        }
        return all.isEmpty() ? "none" : all.toString();
    }

    private String clear(List<String> words) {
        if (words.size() > 2 && words.get(2).equalsIgnoreCase("all")) {
            return done(block(words)::clearAll);
        }
        return set(words, false);
    }

    private String set(List<String> words, boolean tripped) {
        String code = word(words, 2, "INPUT");
        Input input = Input.of(code)
                .orElseThrow(() -> new IllegalArgumentException(
                        "没有这个输入 / no such input: \"" + code + "\", only " + Input.codes()));
        int aisle = input.perAisle() ? number(words, 3, "AISLE") : 0;
        return done(() -> block(words).set(input, aisle, tripped));
    }

    private String press(List<String> words) {
        boolean spread = words.size() > 2 && words.get(2).equalsIgnoreCase("spread");
        Optional<Refusal> why =
                spread ? block(words).pressSpread() : block(words).pressOpen(number(words, 2, "AISLE"));
        return why.map(r -> ERROR + "控制器拒绝 / the controller refuses: " + r).orElse(OK);
    }

    private String fault(List<String> words) {
        String controller = word(words, 1, "DEVICE");
        if (site.isReader(controller)) {
            return done(() -> site.reader(controller).faults().add(words.subList(2, words.size())));
        }
        FaultRule rule = FaultWords.parse(words.subList(2, words.size()));
        return done(() -> site.faults(controller).add(rule));
    }

    private String faults(List<String> words) {
        StringBuilder answer = new StringBuilder();
        String device = word(words, 1, "DEVICE");
        if (site.isReader(device)) {
            site.reader(device)
                    .faults()
                    .active()
                    .forEach(fault -> answer.append(fault).append('\n'));
            return answer.append(OK).toString();
        }
        site.faults(device).active().forEach(rule -> answer.append(rule).append('\n'));
        return answer.append(OK).toString();
    }

    private String heal(String device) {
        return done(site.isReader(device) ? site.reader(device).faults()::clear : site.faults(device)::clear);
    }

    private SimulatedBlock block(List<String> words) {
        return site.block(BlockId.parse(word(words, 1, "BLOCK")));
    }

    static String word(List<String> words, int index, String what) {
        if (index >= words.size()) {
            throw new IllegalArgumentException("缺少参数 / missing: " + what);
        }
        return words.get(index);
    }

    private static int number(List<String> words, int index, String what) {
        String word = word(words, index, what);
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("不是数字 / not a number: " + what + " \"" + word + "\"", e);
        }
    }
}
