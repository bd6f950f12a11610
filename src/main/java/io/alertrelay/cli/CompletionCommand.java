package io.alertrelay.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay completion}: for the shell to complete commands and options. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Prints a script by which the shell completes commands and options.",
            "",
            "  source <(relay completion bash)        for this shell; for each one: into ~/.bashrc or ~/.zshrc"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is printed", "2:wrong usage"})
final class CompletionCommand implements Callable<Integer> {
    private static final List<String> SHELLS = List.of("bash", "zsh");

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!SHELLS.contains(shell)) {
            throw new ParameterException(spec.commandLine(), "SHELL: found \"" + shell + "\", expected bash or zsh");
        }
        PrintWriter out = spec.commandLine().getOut();
        // It is the same for both: under zsh it loads bashcompinit.
        out.println(AutoComplete.bash("relay", spec.root().commandLine()));
        out.flush();
        return 0;
    }
}
