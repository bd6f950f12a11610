package io.alertrelay.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** A command that only has subcommands. */
@Command(synopsisSubcommandLabel = "COMMAND")
public abstract class GroupCommand extends RelayCommand {
    @Override
    public final Integer call() {
        List<String> names = List.copyOf(line().getSubcommands().keySet());
        int last = names.size() - 1;
        throw wrong("a command is missing: "
                + (last == 0 ? "" : String.join(", ", names.subList(0, last)) + " or ")
                + names.get(last));
    }
}
