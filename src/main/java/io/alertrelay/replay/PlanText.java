package io.alertrelay.replay;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.Times;
import io.alertrelay.replay.Replays.Proposal;
import io.alertrelay.text.OneLine;
import io.alertrelay.text.Plural;
import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The plan of a replay, for people at a terminal. */
public record PlanText(PrintWriter out, Colours colours, Times times) {
    private static final int NAME = 24;

    /** Prints what would be sent where, and what would be left out and why. */
    public void print(Proposal proposal) {
        Plan plan = proposal.plan();
        if (plan.order().isRedrive()) {
            out.printf(
                    "Plan %s: %s%n",
                    plan.order().id(), Plural.of(plan.order().deadLetters().size(), "dead letter"));
        } else {
            out.printf(
                    "Plan %s: %s with %s %s read, to %s%n",
                    plan.order().id(),
                    Plural.of(plan.webhooks(), "webhook"),
                    Plural.of(plan.alerts(), "alert"),
                    plan.webhooks() == 1 ? "was" : "were",
                    OneLine.of(plan.order().destination().text()));
            out.println("  " + RangeText.of(plan.order(), times));
        }
        proposal.before()
                .ifPresent(before -> ordered(before, proposal.underWay().isPresent()));
        notRouted(proposal.notRouted());
        out.println();
        requests(plan, proposal.perMinute());
        if (!plan.order().isRedrive()) {
            routes(plan.differences());
        }
        leftOut(plan);
        if (plan.unreadable().count() > 0) {
            tally(colours.bad("webhooks that can't be read"), plan.unreadable());
        }
    }

    private void ordered(ReplayEntry before, boolean underWay) {
        out.println(colours.doubtful(
                "The very same was ordered before, as " + before.order().id() + " "
                        + times.show(before.order().createdAt()) + " by "
                        + OneLine.of(before.order().by()) + ", and is "
                        + before.state().word()
                        + (underWay ? ": until it has ended it is not ordered again" : "")));
    }

    private void notRouted(Map<Integer, NotRouted> notRouted) {
        notRouted.forEach((partition, rest) -> out.println(
                colours.doubtful("%,d more of the range, partition %d from offset".formatted(rest.webhooks(), partition)
                        + " " + rest.from()
                        + " on, are not in it: routing has not passed that offset. If it is stalled there, 'relay status' says"
                        + " why; replay them when routing has passed it")));
    }

    private void requests(Plan plan, Map<String, Double> perMinute) {
        if (plan.picks().isEmpty()) {
            out.println(colours.strong("Nothing would be sent."));
            return;
        }
        out.println(colours.strong("Would be sent:"));
        plan.picks()
                .forEach((channel, picks) -> out.printf(
                        "  %s %,10d  in about %s%n", column(channel), picks.size(), time(channel, picks, perMinute)));
    }

    private static String column(String channel) {
        return TextWidth.pad(OneLine.of(channel), NAME);
    }

    private static String time(String channel, List<PlannedEvent> picks, Map<String, Double> perMinute) {
        long seconds = (long) Math.ceil(picks.size() * 60 / perMinute.getOrDefault(channel, 1.0));
        Duration time = Duration.ofSeconds(seconds);
        return seconds < 120
                ? seconds + " s"
                : seconds < 7_200 ? time.toMinutes() + " min" : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    private void routes(Map<String, RouteDifference> differences) {
        if (differences.isEmpty()) {
            return;
        }
        out.println();
        out.println(colours.strong("Routes then and now:"));
        out.printf("  %-24s %10s %10s %10s%n", "", "added", "removed", "unchanged");
        differences.forEach((channel, difference) -> {
            out.printf(
                    "  %s %,10d %,10d %,10d%s%n",
                    column(channel),
                    difference.added().count(),
                    difference.removed().count(),
                    difference.unchanged().count(),
                    difference.unknown().count() == 0
                            ? ""
                            : "   %,d unknown".formatted(difference.unknown().count()));
            examples("+", difference.added());
            examples("-", difference.removed());
        });
    }

    private void examples(String sign, Tally tally) {
        tally.examples().forEach(example -> out.println("    " + sign + " " + colours.faint(OneLine.of(example))));
    }

    private void leftOut(Plan plan) {
        if (plan.leftOut().isEmpty()) {
            return;
        }
        out.println();
        out.println(colours.strong("Left out:"));
        plan.leftOut().forEach((reason, tally) -> tally(reason.word() + ": " + reason.text(), tally));
    }

    private void tally(String what, Tally tally) {
        out.printf("  %,d %s%n", tally.count(), what);
        tally.examples().forEach(example -> out.println("    " + colours.faint(OneLine.of(example))));
        if (tally.count() > tally.examples().size()) {
            out.printf("    … and %,d more%n", tally.count() - tally.examples().size());
        }
    }
}
