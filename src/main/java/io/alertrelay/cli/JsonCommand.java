package io.alertrelay.cli;

import picocli.CommandLine.Option;

/** A command with the option {@code --json}. */
public abstract class JsonCommand extends RelayCommand {
    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public final boolean isData() {
        return json;
    }
}
