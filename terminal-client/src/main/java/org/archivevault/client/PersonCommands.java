package org.archivevault.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.archivevault.protocol.Bilingual;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * A person of the simulated vault, who takes packs and carries them about. It moves tags in the simulator, which the
 * readers then see; it tells the server nothing.
 */
@Command(
        name = "person",
        description = {
            "模拟库房里的人：取、放、送到借阅台、带出门。",
            "A person in the simulated vault: takes, puts, goes to the desk, carries out of the gate."
        },
        subcommands = {
            PersonCommands.Take.class,
            PersonCommands.Put.class,
            PersonCommands.Desk.class,
            PersonCommands.CarryOut.class,
            PersonCommands.CarryIn.class,
            PersonCommands.Enters.class,
            PersonCommands.Leaves.class
        })
final class PersonCommands {
    /** Written by {@code ./vault demo}. */
    private static final Path DEMO = Path.of("data/demo/control-port");
    /** The simulator runs on this machine and answers at once, in milliseconds. */
    private static final int PATIENCE_MILLIS = 2_000;

    @ParentCommand
    @Nullable
    VaultClient client;

    @Option(
            names = "--control-port",
            description = {"模拟器的控制端口；默认取自 ./vault demo", "the simulator's control port; default: the demo's"})
    @Nullable
    Integer controlPort;

    private int port() {
        if (controlPort != null) {
            return controlPort;
        }
        try {
            return Integer.parseInt(Files.readString(DEMO).strip());
        } catch (IOException | NumberFormatException e) {
            throw noSimulator(e);
        }
    }

    private static ClientFailure noSimulator(Exception cause) {
        ClientFailure failure = new ClientFailure(
                ClientFailure.UNREACHABLE,
                "",
                new Bilingual(
                        "没有模拟器可用：请先运行 ./vault demo，或给出 --control-port",
                        "no simulator to play in: run ./vault demo first, or give --control-port"));
        failure.initCause(cause);
        return failure;
    }

    /** One command to the simulator; its answer ends with {@code ok} or begins with {@code error:}. */
    private void command(String line) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String said = answer.readLine();
            if (said == null || !said.equals("ok")) {
                throw new ClientFailure(
                        ClientFailure.REFUSED,
                        "",
                        new Bilingual("模拟器：{}", "the simulator: {}").with(String.valueOf(said)));
            }
        } catch (IOException e) {
            throw noSimulator(e);
        }
    }

    /** What a person does with one pack. */
    abstract static class WithPack implements Callable<Integer> {
        @ParentCommand
        @Nullable
        PersonCommands person;

        @Parameters(index = "0", paramLabel = "PACK", description = "档案包号 / pack number")
        @Nullable
        String pack;

        /** Moves the pack's tag. */
        int move(String words, String said) {
            PersonCommands who = ClientCommand.given(person);
            VaultClient vault = ClientCommand.given(who.client);
            JsonNode known = vault.api().get("/packs/" + ClientCommand.segment(ClientCommand.given(pack)));
            if (!known.hasNonNull("epc")) {
                throw new ClientFailure(
                        ClientFailure.REFUSED,
                        "",
                        new Bilingual("档案包 {} 没有标签", "the pack {} has no tag").with(ClientCommand.given(pack)));
            }
            who.command("tag " + known.path("epc").asText() + " " + words);
            vault.screen().say(said + "  " + pack);
            return 0;
        }
    }

    @Command(
            name = "take",
            description = {"从架上取下，拿在手里。", "Takes it off the shelf, into the hand."})
    static final class Take extends WithPack {
        @Override
        public Integer call() {
            return move("at inside", "已拿在手里 / in the hand");
        }
    }

    @Command(
            name = "put",
            description = {"放到某个储位。", "Puts it into a slot."})
    static final class Put extends WithPack {
        @Parameters(index = "1", paramLabel = "POSITION", description = "储位码 / position code")
        @Nullable
        String position;

        @Override
        public Integer call() {
            return move("walk " + ClientCommand.given(position), "走去放到 / walking, and putting it at " + position);
        }
    }

    @Command(
            name = "desk",
            description = {"放到借阅台上。", "Lays it on the desk."})
    static final class Desk extends WithPack {
        @Override
        public Integer call() {
            return move("walk desk", "走去放到借阅台 / walking, and laying it on the desk");
        }
    }

    @Command(
            name = "carry-out",
            description = {"带出库房门。", "Carries it out through the gate."})
    static final class CarryOut extends WithPack {
        @Override
        public Integer call() {
            return move("walk out", "走向库房门，带出 / walking to the gate, and out");
        }
    }

    @Command(
            name = "carry-in",
            description = {"带回库房。", "Carries it back in through the gate."})
    static final class CarryIn extends WithPack {
        @Override
        public Integer call() {
            return move("walk in", "走向库房门，带入 / walking to the gate, and in");
        }
    }

    /** Somebody before the cameras of an aisle. */
    abstract static class InAisle implements Callable<Integer> {
        @ParentCommand
        @Nullable
        PersonCommands person;

        @Parameters(index = "0", paramLabel = "AISLE", description = "通道，如 B1/3 / an aisle, such as B1/3")
        @Nullable
        String aisle;

        int walk(String verb, String said) {
            PersonCommands who = ClientCommand.given(person);
            who.command("person " + verb + " " + ClientCommand.given(aisle));
            ClientCommand.given(who.client).screen().say(said + "  " + aisle);
            return 0;
        }
    }

    @Command(
            name = "enters",
            description = {"走进通道，摄像机看得到。", "Goes into an aisle, where cameras see it."})
    static final class Enters extends InAisle {
        @Override
        public Integer call() {
            return walk("enters", "已进入通道 / in the aisle");
        }
    }

    @Command(
            name = "leaves",
            description = {"离开通道。", "Leaves an aisle."})
    static final class Leaves extends InAisle {
        @Override
        public Integer call() {
            return walk("leaves", "已离开通道 / left the aisle");
        }
    }
}
