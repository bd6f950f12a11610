package io.alertrelay.repair;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.NameCheck;
import io.alertrelay.cli.Times;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.replay.PlanOptions;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.ReplayJson;
import io.alertrelay.replay.ReplayRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay dead-letters redrive}: sends them again. */
@Command(
        name = "redrive",
        description = {
            "Sends dead letters again, as they were. Without --yes it prints the plan, and stops.",
            "",
            "  relay dead-letters redrive dl-0-17 dl-0-18 --yes",
            "  relay dead-letters redrive --channel payments --last 2h --to-channel payments-new",
            "",
            "A relay that runs carries it out, below what is live: see 'relay replay status'. One whose alert has had a newer state"
                    + " in the channel meanwhile is left out."
        },
        exitCodeList = {
            "0:it is planned, or ordered",
            "1:it can't be done; with --wait: it failed or was cancelled",
            "2:wrong usage, or a mistake in the configuration"
        })
final class DeadLettersRedriveCommand extends JsonCommand {
    @Mixin
    private final RepairSelection selection = RepairSelection.ofDeadLetters();

    @Mixin
    private ConfigOption config;

    @Mixin
    private PlanOptions options;

    @Option(names = "--to-channel", paramLabel = "NAME", description = "To this channel instead of theirs.")
    private String toChannel;

    @Override
    public Integer call() throws Exception {
        RepairFilter filter = selection.filter(options.again());
        RelayConfig loaded = config.rules(this);
        NameCheck.check(
                line(), "--to-channel", Optional.ofNullable(toChannel).stream().toList(), loaded.channelNames());
        List<Place> chosen = chosen(loaded, filter);
        if (chosen.isEmpty()) {
            print(ReplayJson::ofNothing, out -> out.println(none()));
            return 0;
        }
        ReplayRequest request = new ReplayRequest(
                Map.of(),
                Map.of(),
                ReplayFilter.NONE,
                toChannel == null ? new ReplayDestination.ByRules() : new ReplayDestination.ToChannel(toChannel),
                options.share(),
                options.again(),
                chosen,
                options.by());
        return options.planAndOrder(this, loaded, request);
    }

    private String none() {
        return options.again()
                ? "There is no such dead letter."
                : "There is no such dead letter that is not decided yet. With --again those that are decided are sent, too.";
    }

    private List<Place> chosen(RelayConfig loaded, RepairFilter filter)
            throws StartException, InterruptedException, ReplayException {
        Times times = times();
        Choice choice = ask(
                loaded,
                (ledger, progress) ->
                        selection.choose(new DeadLetters(ledger), filter, options.again(), progress, times));
        selection.check(choice, config, this, loaded);
        if (!choice.refusals().isEmpty()) {
            throw new ReplayException(String.join("; ", choice.refusals()));
        }
        return choice.chosen().stream()
                .flatMap(letter -> ResolvedPlaces.of(letter.name()).stream())
                .toList();
    }
}
