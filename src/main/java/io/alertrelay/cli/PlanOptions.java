package io.alertrelay.cli;

import io.alertrelay.app.Replays.Proposal;
import io.alertrelay.app.StartException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.replay.ReplayEntry;
import io.alertrelay.replay.ReplayException;
import io.alertrelay.replay.ReplayJson;
import io.alertrelay.replay.ReplayOrder;
import io.alertrelay.replay.ReplayProgress.State;
import io.alertrelay.replay.ReplayRequest;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What can be said of sending something again: whether it is done, how fast, and by whom. */
final class PlanOptions {
    private static final long LOOK_EVERY_MILLIS = 500;

    @Option(names = "--yes", description = "Orders it. Without it: only the plan.")
    private boolean yes;

    @Option(
            names = "--again",
            description =
                    "Sends also what a replay delivered already; of dead letters, also what is decided, was delivered since, or is too old"
                            + " to be judged.")
    private boolean again;

    @Option(names = "--wait", description = "With --yes: waits until it has ended.")
    private boolean wait;

    @Option(
            names = "--share",
            paramLabel = "PART",
            description = "How much of each channel's rate it may use, above 0, at most 1. Default: 0.2.")
    private double share = ReplayOrder.DEFAULT_SHARE;

    @Option(names = "--by", paramLabel = "NAME", description = "Who orders it. Default: user@machine.")
    private String by = Who.runs();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    /** Whether what is printed is for a program. */
    boolean isData() {
        return json;
    }

    boolean again() {
        return again;
    }

    double share() {
        return share;
    }

    String by() {
        return by;
    }

    /** Prints the plan, and orders it if that is wanted. */
    int planAndOrder(RelayConfig config, ReplayRequest request, CommandSpec spec)
            throws StartException, ReplayException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Proposal proposal = TopicLook.replays(config, err, (replays, progress) -> replays.propose(request, progress));
        if (json && !yes) {
            out.println(ReplayJson.of(proposal.plan(), proposal.perMinute()).toPrettyString());
        } else if (!json) {
            new PlanText(out, Colours.auto()).print(proposal);
            out.println();
        }
        out.flush();
        if (!yes) {
            if (!json) {
                out.println("Nothing was sent. With --yes it is ordered.");
                out.flush();
            }
            return 0;
        }
        return order(config, proposal, out, err);
    }

    private int order(RelayConfig config, Proposal proposal, PrintWriter out, PrintWriter err)
            throws StartException, ReplayException, InterruptedException {
        String id = proposal.order().id();
        if (proposal.before().isPresent()) {
            throw new ReplayException("the very same was ordered before, as " + id + " by "
                    + proposal.before().get().order().by() + ", and is "
                    + ReplayJson.of(proposal.before().get()).path("state").asText()
                    + ": it is not sent twice. With --again it is");
        }
        if (proposal.plan().requests() == 0) {
            out.println(json ? "{}" : "There is nothing to send, so nothing was ordered.");
            out.flush();
            return 0;
        }
        ReplayEntry ordered = TopicLook.replays(config, err, (replays, progress) -> {
            replays.place(proposal);
            return replays.get(id).orElseThrow();
        });
        if (!json) {
            out.printf("Ordered as %s. How far it is: relay replay status %s%n", id, id);
            out.flush();
        }
        ReplayEntry last = wait ? awaitEnd(config, id, err) : ordered;
        if (json) {
            out.println(ReplayJson.of(last).toPrettyString());
        } else if (wait) {
            out.println(ReplayText.line(last));
        }
        out.flush();
        return wait && last.progress().state() != State.DONE ? 1 : 0;
    }

    private static ReplayEntry awaitEnd(RelayConfig config, String id, PrintWriter err)
            throws StartException, ReplayException, InterruptedException {
        return TopicLook.replays(config, err, (replays, progress) -> {
            ReplayEntry entry = replays.get(id).orElseThrow();
            while (!entry.progress().state().isEnd()) {
                if (Ansi.AUTO.enabled()) {
                    err.print("\r" + ReplayText.line(entry) + "  ");
                    err.flush();
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                entry = replays.get(id).orElseThrow();
            }
            if (Ansi.AUTO.enabled()) {
                err.println();
            }
            return entry;
        });
    }
}
