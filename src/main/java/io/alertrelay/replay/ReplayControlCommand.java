package io.alertrelay.replay;

import io.alertrelay.cli.ByOption;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.record.ReplayControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code relay replay pause|resume|cancel}. */
@Command(
        exitCodeList = {
            "0:done",
            "1:there is no such replay, it has ended, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
abstract class ReplayControlCommand extends RelayCommand {
    private final ReplayControl.Kind kind;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "ID", description = "Which one.")
    private String id;

    @Mixin
    private ByOption who;

    private ReplayControlCommand(ReplayControl.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws Exception {
        ask(
                config.topics(this),
                (ledger, progress) -> Replays.of(ledger, clock(), replays -> replays.control(id, kind, who.by())));
        printLine(id + ": " + kind.word());
        return 0;
    }

    /** {@code relay replay pause}: nothing more is handed over until it is resumed. */
    @Command(
            name = "pause",
            description = "Pauses it. What is already on its way, a few seconds' worth, is still delivered.")
    static final class PauseCommand extends ReplayControlCommand {
        PauseCommand() {
            super(ReplayControl.Kind.PAUSE);
        }
    }

    /** {@code relay replay resume} */
    @Command(name = "resume", description = "Lets it continue.")
    static final class ResumeCommand extends ReplayControlCommand {
        ResumeCommand() {
            super(ReplayControl.Kind.RESUME);
        }
    }

    /** {@code relay replay cancel}: nothing more is handed over. */
    @Command(
            name = "cancel",
            description = "Cancels it. What is already on its way, a few seconds' worth, is still delivered.")
    static final class CancelCommand extends ReplayControlCommand {
        CancelCommand() {
            super(ReplayControl.Kind.CANCEL);
        }
    }
}
