package io.alertrelay.cli;

import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code relay completion}: a script by which the shell completes commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a script by which the shell completes commands and options.",
            "",
            "  source <(relay completion bash)        for this shell; for each one: into ~/.bashrc or ~/.zshrc"
        },
        exitCodeList = {"0:it is printed", "2:wrong usage"})
public final class CompletionCommand extends RelayCommand {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell;

    @Override
    public Integer call() {
        if (!SHELLS.contains(shell)) {
            throw wrong("SHELL: found \"" + shell + "\", expected bash or zsh");
        }
        // The script is the same for both: under zsh it loads bashcompinit.
        printLine(AutoComplete.bash("relay", line().getCommandSpec().root().commandLine()));
        return 0;
    }
}
