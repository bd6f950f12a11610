package io.alertrelay.cli;

import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.Wish;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay replay pause|resume|cancel}. */
abstract class ReplayWishCommand implements Callable<Integer> {
    private final Wish.Kind kind;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "ID", description = "Which one.")
    private String id;

    @Option(names = "--by", paramLabel = "NAME", description = "Who wants it. Default: user@machine.")
    private String by = Who.runs();

    @Spec
    private CommandSpec spec;

    private ReplayWishCommand(Wish.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call()
            throws IOException, InterruptedException, InvalidConfigException, StartException, ReplayException {
        TopicLook.replays(
                config.topics(spec.commandLine(), false),
                spec.commandLine().getErr(),
                (replays, progress) -> replays.wish(id, kind, by));
        spec.commandLine().getOut().printf("%s: %s%n", id, kind.word());
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** Nothing more is handed over for now. */
    @Command(
            name = "pause",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Pauses it. What is already on its way, a few seconds' worth, is still delivered.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:there is no such replay, it has ended, or Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class Pause extends ReplayWishCommand {
        Pause() {
            super(Wish.Kind.PAUSE);
        }
    }

    /** It goes on. */
    @Command(
            name = "resume",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Lets it go on.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:there is no such replay, it has ended, or Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class Resume extends ReplayWishCommand {
        Resume() {
            super(Wish.Kind.RESUME);
        }
    }

    /** Nothing more is handed over. */
    @Command(
            name = "cancel",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Cancels it. What is already on its way, a few seconds' worth, is still delivered.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:done",
                "1:there is no such replay, it has ended, or Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class Cancel extends ReplayWishCommand {
        Cancel() {
            super(Wish.Kind.CANCEL);
        }
    }
}
