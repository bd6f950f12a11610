package io.alertrelay.cli;

import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.replay.Destination;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.ReplayRequest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relay replay}: sends a stretch of the past again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Sends a stretch of the past again. Without --yes it prints the plan, and stops.",
            "",
            "  relay replay --last 2h --integration arms-prod                 by the rules as they are now",
            "  relay replay --from 2026-11-22T02:00+08:00 --to 2026-11-22T04:00+08:00 --as-routed",
            "  relay replay --from-offset 3:1042 --to-offset 3:1100 --to-channel payments --yes",
            "",
            "A relay that runs carries it out, below what is live."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is planned, or ordered",
            "1:it can't be done; with --wait: it failed or was cancelled",
            "2:wrong usage, or a mistake in the configuration"
        },
        subcommands = {
            ReplayListCommand.class,
            ReplayStatusCommand.class,
            ReplayWishCommand.Pause.class,
            ReplayWishCommand.Resume.class,
            ReplayWishCommand.Cancel.class
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private StretchOptions stretch;

    @Mixin
    private PlanOptions options;

    @Option(names = "--as-routed", description = "To the channels that each alert went to then.")
    private boolean asRouted;

    @Option(names = "--to-channel", paramLabel = "NAME", description = "To this channel, whatever the rules say.")
    private String toChannel;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
            throws IOException, InterruptedException, InvalidConfigException, StartException, ReplayException {
        ReplayRequest request = new ReplayRequest(
                stretch.fromOffsets(),
                stretch.toOffsets(),
                stretch.narrowing(),
                destination(),
                options.share(),
                options.again(),
                List.of(),
                options.by());
        RelayConfig loaded = config.rules(spec.commandLine(), options.isData());
        stretch.known(loaded);
        TypedName.check(
                spec.commandLine(),
                "--to-channel",
                Optional.ofNullable(toChannel).stream().toList(),
                loaded.channelNames());
        return options.planAndOrder(loaded, request, spec);
    }

    private Destination destination() {
        if (asRouted && toChannel != null) {
            throw wrong("--as-routed goes without --to-channel");
        }
        if (toChannel != null) {
            return new Destination.ToChannel(toChannel);
        }
        return asRouted ? new Destination.AsRouted() : new Destination.ByRules();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
