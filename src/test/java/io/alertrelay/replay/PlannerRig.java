package io.alertrelay.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.Format;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.DueDelivery;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.SettledDelivery;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A planner, told what came. The stretch is the webhooks 0 to 99; 100 to 199 came after it. */
abstract class PlannerRig {
    static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    static final Map<String, Format> CHANNELS =
            Map.of("payments", Format.STANDARD, "platform", Format.STANDARD, "oncall", Format.STANDARD);

    private final List<Runnable> past = new ArrayList<>();
    Planner planner = planner(new ReplayDestination.ByRules(), ReplayFilter.NONE, false);

    void received(int webhook, String key, AlertStatus status, Severity severity, String... channels) {
        planner.received(key, source(webhook), status);
        planner.candidate(new Candidate(
                source(webhook),
                key,
                "title of " + key,
                status,
                severity,
                List.of(channels),
                "v1",
                "case 1",
                Optional.empty(),
                false,
                Optional.empty()));
    }

    /**
     * As the plan is told: first the candidates, then what was due and how it ended, then what came after the stretch.
     */
    Plan plan() {
        planner.chosen();
        past.forEach(Runnable::run);
        past.clear();
        return planner.plan();
    }

    void later(String key, int webhook, AlertStatus status) {
        past.add(() -> planner.received(key, source(webhook), status));
    }

    void due(int webhook, String key, String channel, String replay) {
        due(webhook, key, channel, replay, AlertStatus.FIRING);
    }

    void recovery(int webhook, String key, String channel) {
        due(webhook, key, channel, "", AlertStatus.RESOLVED);
    }

    private void due(int webhook, String key, String channel, String replay, AlertStatus status) {
        past.add(() -> planner.due(new DueDelivery(
                new DeliveryId(source(webhook), channel, replay),
                NOW,
                NOW,
                0,
                webhook,
                key,
                status.word(),
                "Critical",
                "v1",
                "case 1",
                List.of(channel))));
    }

    void settled(int webhook, String channel, String replay, Outcome outcome) {
        settled(webhook, channel, replay, outcome, "");
    }

    void settled(int webhook, String channel, String replay, Outcome outcome, String reason) {
        past.add(() -> planner.settled(new SettledDelivery(
                new DeliveryId(source(webhook), channel, replay),
                NOW,
                NOW,
                0,
                webhook,
                outcome,
                reason,
                JsonNodeFactory.instance.objectNode())));
    }

    static List<String> sent(Plan plan, String channel) {
        return plan.picks().getOrDefault(channel, List.of()).stream()
                .map(pick -> pick.key() + " " + pick.alert().offset() + " "
                        + pick.status().word())
                .toList();
    }

    static Planner planner(ReplayDestination to, ReplayFilter narrowing, boolean again) {
        return new Planner(order(to, narrowing, again), CHANNELS);
    }

    static ReplayOrder order(ReplayDestination to, ReplayFilter narrowing, boolean again) {
        return new ReplayOrder(
                "r1",
                NOW,
                "tester",
                narrowing,
                to,
                0.2,
                again,
                List.of(),
                new ReplayBounds(
                        Map.of(0, 0L),
                        Map.of(0, 100L),
                        Map.of(0, 200L),
                        Map.of("payments", 500L),
                        Map.of("platform", 50L),
                        9,
                        Map.of(0, 3L),
                        NOW,
                        Optional.empty()),
                Map.of("arms-prod", "0123456789ab"));
    }

    static ReplayFilter only(OutcomeFilter only) {
        return new ReplayFilter(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.of(only));
    }

    static AlertRef source(int webhook) {
        return WebhookReceipts.alert(webhook, 0);
    }

    static String receipt(int webhook) {
        return "w0-" + webhook + "-7k3m9qxr2ztc5vbn";
    }
}
