package io.alertrelay.replay;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.NameCheck;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.json.Json;
import io.alertrelay.record.ReplayDestination;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code relay replay}: sends a range of the past again. */
@Command(
        name = "replay",
        description = {
            "Sends a range of the past again. Without --yes it prints the plan, and stops.",
            "",
            "  relay replay --last 2h --integration arms-prod                 by the rules as they are now",
            "  relay replay --from 2026-11-22T02:00+08:00 --to 2026-11-22T04:00+08:00 --as-routed",
            "  relay replay --from-offset 3:1042 --to-offset 3:1100 --to-channel payments --yes",
            "",
            "The running relay sends it; live alerts go first."
        },
        exitCodeList = {
            "0:it is planned, or ordered",
            "1:it can't be done; with --wait: it failed or was cancelled",
            "2:wrong usage, or a mistake in the configuration"
        },
        subcommands = {
            ReplayCommand.ListCommand.class,
            ReplayCommand.ReplayStatusCommand.class,
            ReplayControlCommand.PauseCommand.class,
            ReplayControlCommand.ResumeCommand.class,
            ReplayControlCommand.CancelCommand.class
        })
public final class ReplayCommand extends JsonCommand {
    @Mixin
    private ConfigOption config;

    @Mixin
    private RangeOptions range;

    @Mixin
    private PlanOptions options;

    @Option(names = "--as-routed", description = "To the channels that each alert went to then.")
    private boolean asRouted;

    @Option(names = "--to-channel", paramLabel = "NAME", description = "To this channel, whatever the rules say.")
    private String toChannel;

    @Override
    public Integer call() throws Exception {
        ReplayRequest request = new ReplayRequest(
                range.fromOffsets(),
                range.toOffsets(),
                range.narrowing(),
                destination(),
                options.share(),
                options.again(),
                List.of(),
                options.by());
        RelayConfig loaded = config.rules(this);
        range.known(loaded);
        NameCheck.check(
                line(), "--to-channel", Optional.ofNullable(toChannel).stream().toList(), loaded.channelNames());
        return options.planAndOrder(this, loaded, request);
    }

    private ReplayDestination destination() {
        if (asRouted && toChannel != null) {
            throw wrong("--as-routed goes without --to-channel");
        }
        if (toChannel != null) {
            return new ReplayDestination.ToChannel(toChannel);
        }
        return asRouted ? new ReplayDestination.AsRouted() : new ReplayDestination.ByRules();
    }

    /** {@code relay replay list}. */
    @Command(
            name = "list",
            description = "Lists the replays and redrives that were ordered.",
            exitCodeList = {
                "0:done",
                "1:there is no such replay, or Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ListCommand extends JsonCommand {
        @Mixin
        private ConfigOption config;

        @Override
        public Integer call() throws Exception {
            List<ReplayEntry> all =
                    ask(config.topics(this), (ledger, progress) -> Replays.of(ledger, clock(), Replays::all));
            print(
                    () -> Json.tree(all.stream().map(ReplayJson::of).toList()),
                    out -> new ReplayText(out, times()).list(all));
            return 0;
        }
    }

    /** {@code relay replay status}. */
    @Command(
            name = "status",
            description = "Shows how far a replay or redrive is.",
            exitCodeList = {
                "0:done",
                "1:there is no such replay, or Kafka can't be read",
                "2:wrong usage, or a mistake in the configuration"
            })
    static final class ReplayStatusCommand extends JsonCommand {
        @Mixin
        private ConfigOption config;

        @Parameters(paramLabel = "ID", description = "Which one.")
        private String id;

        @Override
        public Integer call() throws Exception {
            ReplayEntry entry = ask(
                            config.topics(this),
                            (ledger, progress) -> Replays.of(ledger, clock(), replays -> replays.get(id)))
                    .orElseThrow(() -> new ReplayException("there is no replay " + id));
            print(() -> ReplayJson.of(entry), out -> new ReplayText(out, times()).show(entry));
            return 0;
        }
    }
}
