package org.archivevault.client;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The terminal client. Exit codes: 0 done, 1 refused or not found, 2 wrong use, 3 server unreachable, 4 not signed in. */
@Command(
        name = "vault",
        description = {"档案库房终端客户端。", "Terminal client of the archive vault."},
        mixinStandardHelpOptions = true,
        subcommands = {
            LocateCommand.class,
            RetrieveCommand.class,
            RetrievalCommands.Open.class,
            RetrievalCommands.Taken.class,
            RetrievalCommands.Close.class,
            RetrievalCommands.Cancel.class,
            RetrievalCommands.Return.class,
            BlockCommands.Stop.class,
            BlockCommands.Acknowledge.class,
            BlockCommands.Lock.class,
            BlockCommands.Unlock.class,
            BlockCommands.Blocks.class,
            SearchCommand.class,
            LogCommand.class,
            SightingsCommand.class,
            ClimateCommand.class,
            AlarmCommands.Alarms.class,
            AlarmCommands.Acknowledge.class,
            RoundCommands.Rounds.class,
            RoundCommands.Round.class,
            RoundCommands.Ventilation.class,
            AlarmCommand.class,
            PersonCommands.class,
            ImportCommand.class,
            LabelCommand.class,
            InventoryCommand.class,
            PreservationCommand.class,
            SignInCommand.class
        })
public final class VaultClient {
    @Option(
            names = "--session",
            scope = ScopeType.INHERIT,
            description = {"会话文件", "session file; default: your own, else the demo's"})
    @Nullable
    Path session;

    private final Screen screen;

    VaultClient(Screen screen) {
        this.screen = screen;
    }

    /**
     * Runs one command and exits with its code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err, Terminal.present()));
    }

    static int run(String[] args, PrintWriter out, PrintWriter err, boolean terminal) {
        Screen screen = new Screen(out, terminal, columns());
        return new CommandLine(new VaultClient(screen))
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (failure instanceof ClientFailure told) {
                        screen.settle();
                        err.println(told.getMessage());
                        return told.exitCode();
                    }
                    throw failure;
                })
                .execute(args);
    }

    private static int columns() {
        try {
            return Integer.parseInt(System.getenv().getOrDefault("COLUMNS", "80"));
        } catch (NumberFormatException e) {
            return 80;
        }
    }

    Api api() {
        return Api.of(SessionFile.find(session, System.getenv()));
    }

    Screen screen() {
        return screen;
    }
}
