package io.alertrelay;

import io.alertrelay.app.ReloadCommand;
import io.alertrelay.app.ServeCommand;
import io.alertrelay.audit.AuditCommand;
import io.alertrelay.channels.ChannelsCommand;
import io.alertrelay.cli.CompletionCommand;
import io.alertrelay.cli.Console;
import io.alertrelay.cli.FileException;
import io.alertrelay.cli.FromEnvironment;
import io.alertrelay.cli.JvmEncoding;
import io.alertrelay.cli.MistakeLines;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.explain.ExplainCommand;
import io.alertrelay.explain.WhatIfCommand;
import io.alertrelay.find.FindCommand;
import io.alertrelay.journal.JournalCommand;
import io.alertrelay.repair.DeadLettersCommand;
import io.alertrelay.repair.QuarantineCommand;
import io.alertrelay.replay.ReplayCommand;
import io.alertrelay.rulesets.CheckCommand;
import io.alertrelay.rulesets.RoutesCommand;
import io.alertrelay.sandbox.SandboxCommand;
import io.alertrelay.status.StatusCommand;
import io.alertrelay.tail.TailCommand;
import io.alertrelay.testalert.TestCommand;
import io.alertrelay.trail.ReceiptsCommand;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: {@code ./relay <command>}. Exit codes: 0, 2 for usage or configuration, 1 for the rest. */
@Command(
        name = "relay",
        description = "Takes Alibaba Cloud ARMS alerts, stores them in Kafka, and delivers them to Flashduty channels.",
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeList = {"0:done", "1:it failed", "2:wrong usage, or a mistake in the configuration"},
        footer = {"", "Without a configuration, 'relay serve' runs a complete trial on this machine."})
public final class Main extends RelayCommand {
    private static final List<String> HELP = List.of("-h", "--help", "help");
    private static final int MOST_COLUMNS = 120;

    private static final List<Class<?>> COMMANDS = List.of(
            ServeCommand.class,
            CheckCommand.class,
            ReloadCommand.class,
            ChannelsCommand.class,
            StatusCommand.class,
            TailCommand.class,
            FindCommand.class,
            ReceiptsCommand.class,
            TestCommand.class,
            AuditCommand.class,
            JournalCommand.class,
            DeadLettersCommand.class,
            QuarantineCommand.class,
            ExplainCommand.class,
            WhatIfCommand.class,
            RoutesCommand.class,
            ReplayCommand.class,
            CompletionCommand.class,
            SandboxCommand.class,
            CommandLine.HelpCommand.class);
    /** They are about all others. */
    private static final Set<Class<?>> OF_ALL = Set.of(CompletionCommand.class, CommandLine.HelpCommand.class);

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        Console.prepare();
        Optional<String> refusal = JvmEncoding.current().refusal(List.of(args), System.getProperty("user.dir"));
        CommandLine line = Console.writing(commandLine(System.getenv(), args));
        if (HELP.stream().anyMatch(List.of(args)::contains)) {
            fit(line);
        }
        int code = refusal.map(why -> refused(why, line.getErr())).orElseGet(() -> line.execute(args));
        System.exit(code == 0 && Console.hasLost(line) ? lost(line.getErr()) : code);
    }

    private static int refused(String why, PrintWriter err) {
        err.println("relay: " + why);
        return 2;
    }

    private static int lost(PrintWriter err) {
        err.println("relay: standard output could not be written, so what was printed is not complete");
        return 1;
    }

    /** The command line, ready to execute a command. */
    public static CommandLine commandLine() {
        return commandLine(System.getenv());
    }

    /** To read the options of all others would take as long as a short command itself. */
    private static List<Class<?>> needed(String[] args) {
        return COMMANDS.stream()
                .filter(command -> args.length > 0 && args[0].equals(name(command)) && !OF_ALL.contains(command))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS);
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /**
     * @param environment the variables that may stand for options
     * @param args what will be executed, so that only what that needs is made; none for all commands
     */
    static CommandLine commandLine(Map<String, String> environment, String... args) {
        CommandLine line = new CommandLine(new Main());
        needed(args).forEach(line::addSubcommand);
        // What is set holds for the commands that it has by now.
        return line.setDefaultValueProvider(new FromEnvironment(environment))
                .setExecutionExceptionHandler((e, its, parsed) -> failed(e, its.getErr()))
                .setParameterExceptionHandler((e, all) -> misused(e));
    }

    /** As wide as the terminal, as long as that can be read. */
    private static void fit(CommandLine line) {
        int width = line.setUsageHelpAutoWidth(true).getUsageHelpWidth();
        line.setUsageHelpAutoWidth(false).setUsageHelpWidth(Math.min(width, MOST_COLUMNS));
    }

    /** What is wrong, and how to learn what is right: all of the help would hide it. */
    private static int misused(ParameterException e) {
        List<String> near = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        PrintWriter err = e.getCommandLine().getErr();
        err.println("relay: " + e.getMessage()
                + near.stream()
                        .findFirst()
                        .map(s -> " (did you mean " + s + "?)")
                        .orElse(""));
        err.println("How it is used: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return 2;
    }

    /** What every command says and answers when it can't go on. */
    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof InvalidConfigException mistakes) {
            MistakeLines.print(mistakes, err);
            return 2;
        }
        err.println("relay: " + message(e));
        return 1;
    }

    private static String message(Throwable e) {
        if (e instanceof UncheckedIOException && e.getCause() != null) {
            return message(e.getCause());
        }
        if (e instanceof FileSystemException file) {
            return FileException.message(file);
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public Integer call() {
        throw wrong("a command is missing");
    }
}
