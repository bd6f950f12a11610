package io.alertrelay.replay;

import io.alertrelay.cli.ByOption;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayState;
import io.alertrelay.replay.Replays.Proposal;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a command that sends something again: whether it is done, how fast, and by whom. */
public final class PlanOptions {
    private static final long LOOK_EVERY_MILLIS = 500;

    @Option(names = "--yes", description = "Orders it. Without it: only the plan.")
    private boolean yes;

    @Mixin
    private ByOption who;

    @Option(
            names = "--again",
            description =
                    "Sends also what a replay delivered already; of dead letters, also what is decided, was delivered since, or is too old"
                            + " to be judged.")
    private boolean again;

    @Option(
            names = "--wait",
            description = "With --yes: waits until it has ended, also while Kafka is away; not where the embedded"
                    + " broker has no relay that runs.")
    private boolean wait;

    @Option(
            names = "--share",
            converter = ShareConverter.class,
            paramLabel = "PART",
            description = "How much of each channel's rate it may use, above 0, at most 1. Default: 0.2.")
    private double share = ReplayOrder.DEFAULT_SHARE;

    /** Reads a share of a channel's rate from the command line. */
    static final class ShareConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                double share = Double.parseDouble(text);
                if (ReplayOrder.isShare(share)) {
                    return share;
                }
            } catch (NumberFormatException e) {
                // Told as any other wrong one.
            }
            throw new TypeConversionException("found \"" + text + "\", expected a number above 0 and at most 1");
        }
    }

    /** Whether what was delivered or decided already is sent, too. */
    public boolean again() {
        return again;
    }

    /** The part of each channel's rate that it may use. */
    public double share() {
        return share;
    }

    /** Who orders it. */
    public String by() {
        return who.by();
    }

    /** Prints the plan, and places the order if it is to be executed. */
    public int planAndOrder(RelayCommand command, RelayConfig config, ReplayRequest request)
            throws StartException, ReplayException, InterruptedException {
        PrintWriter out = command.out();
        boolean json = command.isData();
        Proposal proposal = command.ask(
                config,
                (ledger, progress) ->
                        Replays.of(ledger, command.clock(), replays -> replays.propose(request, progress)));
        if (json && !yes) {
            out.println(ReplayJson.of(proposal).toPrettyString());
        } else if (!json) {
            new PlanText(out, Colours.auto(), command.times()).print(proposal);
        }
        boolean sends = proposal.plan().requests() > 0;
        if (!json && (yes || sends)) {
            out.println();
        }
        out.flush();
        if (!yes) {
            if (!json && sends) {
                command.printLine("Nothing was sent. With --yes it is ordered.");
            }
            return 0;
        }
        return order(command, config, proposal);
    }

    private int order(RelayCommand command, RelayConfig config, Proposal proposal)
            throws StartException, ReplayException, InterruptedException {
        String id = proposal.order().id();
        if (proposal.underWay().isPresent()) {
            ReplayEntry same = proposal.underWay().get();
            throw new ReplayException("the very same is ordered already, as " + id + " by "
                    + OneLine.of(same.order().by()) + ", and is " + same.state().word() + ": relay replay status "
                    + id);
        }
        if (proposal.plan().requests() == 0) {
            command.print(
                    () -> ReplayJson.of(proposal).put("ordered", false),
                    out -> out.println("There is nothing to send, so nothing was ordered."));
            return 0;
        }
        boolean[] waited = {false};
        ReplayEntry last = command.ask(config, (ledger, progress) -> {
            ReplayEntry ordered = Replays.of(ledger, command.clock(), replays -> {
                replays.place(proposal);
                return replays.get(id).orElseThrow();
            });
            if (!command.isData()) {
                command.printLine("Ordered as " + id + ". How far it is: relay replay status " + id);
            }
            if (wait && ledger.hasOwnBroker()) {
                command.err()
                        .println(
                                "relay: no relay runs, so nothing is waited for: it is ordered, and sent when one runs");
                return ordered;
            }
            waited[0] = wait;
            return wait ? end(command, ledger, id) : ordered;
        });
        if (command.isData() || wait) {
            command.print(() -> ReplayJson.of(last), out -> out.println(ReplayText.line(last)));
        }
        return waited[0] && !(last.progress().state() instanceof ReplayState.Done) ? 1 : 0;
    }

    private static ReplayEntry end(RelayCommand command, Ledger ledger, String id)
            throws ReplayException, InterruptedException {
        return new ReplayWait(
                        () -> Replays.of(ledger, command.clock(), replays -> replays.get(id))
                                .orElseThrow(() -> new ReplayException("replay " + id
                                        + " is not there any more: was the topic of the replays deleted?")),
                        () -> TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS),
                        command.err(),
                        Ansi.AUTO.enabled())
                .end();
    }
}
