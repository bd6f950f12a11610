package io.alertrelay.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.SettledDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a plan takes of memory for each of its alerts: where it is largest, and while it is carried out. */
final class PlanSizeBenchmark extends PlannerRig {
    private static final int ALERTS = 20_000;
    private static final List<String> ALL = List.of("payments", "platform", "oncall");

    /** Prints it for one to three channels. */
    public static void main(String[] args) {
        for (int channels = 1; channels <= ALL.size(); channels++) {
            new PlanSizeBenchmark().measure(ALL.subList(0, channels));
        }
    }

    private void measure(List<String> channels) {
        long before = used();
        planner = planner(new ReplayDestination.ByRules(), ReplayFilter.NONE, true);
        for (int i = 0; i < ALERTS; i++) {
            planner.received(key(i), source(i), AlertStatus.FIRING);
            planner.candidate(candidate(i, channels));
        }
        planner.chosen();
        for (int i = 0; i < ALERTS; i++) {
            for (String channel : channels) {
                ended(i, channel, channels);
            }
        }
        Plan plan = planner.plan();
        List<ChannelReplay> replays = new ArrayList<>();
        plan.picks().values().forEach(picks -> replays.add(fed(picks)));
        long largest = used();
        LatestStates latest = planner.states();
        planner = planner(new ReplayDestination.ByRules(), ReplayFilter.NONE, true);
        long carriedOut = used();
        System.out.printf(
                "%d channels: %d bytes an alert at most, %d while it is carried out%n",
                channels.size(), (largest - before) / ALERTS, (carriedOut - before) / ALERTS);
        if (replays.size() != channels.size() || !latest.matters(key(0))) {
            throw new IllegalStateException("nothing was planned");
        }
    }

    private static ChannelReplay fed(List<PlannedEvent> picks) {
        ChannelReplay replay = new ChannelReplay(picks, 10, NOW);
        picks.forEach(pick -> replay.fed(pick.alert()));
        return replay;
    }

    private static Candidate candidate(int i, List<String> channels) {
        return new Candidate(
                source(i),
                key(i),
                "title of the alert that fires on host " + i + " in the cluster",
                AlertStatus.FIRING,
                Severity.WARNING,
                new ArrayList<>(channels),
                "0123456789ab",
                "case " + i % 10 + ": labels.env IN prod, severity IN Critical",
                Optional.empty(),
                false,
                Optional.empty());
    }

    private void ended(int i, String channel, List<String> channels) {
        DeliveryId id = new DeliveryId(source(i), channel, "");
        planner.due(
                new DueDelivery(id, NOW, NOW, 0, i, key(i), "firing", "Critical", "0123456789ab", "case", channels));
        planner.settled(
                new SettledDelivery(id, NOW, NOW, 0, i, Outcome.DELIVERED, "", JsonNodeFactory.instance.objectNode()));
    }

    private static String key(int i) {
        return "arms-prod/" + "%08x".formatted(i) + "0123456789abcdef0123456789abcdef";
    }

    private static long used() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
