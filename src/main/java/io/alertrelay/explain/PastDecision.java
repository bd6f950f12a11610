package io.alertrelay.explain;

import io.alertrelay.record.Dispatch;
import io.alertrelay.routing.Decision;
import io.alertrelay.trail.Trail.AlertTrail;
import io.alertrelay.trail.Trail.DeliveryTrail;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an alert was routed when it was received.
 *
 * @param channels all channels that it was routed to
 * @param rules the version of the rule set that decided
 * @param why for people
 */
public record PastDecision(List<String> channels, String rules, String why) {
    public PastDecision {
        channels = List.copyOf(channels);
    }

    /** Whether it was a recovery that went where its firing had gone: rules had no part in it. */
    public boolean followsFiring() {
        return why.startsWith(Dispatch.FOLLOWS_FIRING);
    }

    /** Whether rules decided, and the other ones send the alert elsewhere. */
    public boolean differs(Decision now) {
        return !followsFiring() && !new HashSet<>(channels).equals(new HashSet<>(now.channels()));
    }

    /** The decision of the live deliveries, without replays; empty if there are no deliveries. */
    static Optional<PastDecision> of(AlertTrail alert) {
        List<DeliveryTrail> live = alert.deliveries().stream()
                .filter(delivery -> delivery.id().replay().isEmpty())
                .toList();
        return live.stream()
                // It was routed again after a crash, by other rules: the later deliveries have the later rules.
                .reduce((first, second) -> second)
                .map(last -> new PastDecision(
                        Stream.concat(
                                        live.stream()
                                                .map(delivery -> delivery.id().channel()),
                                        alert.unfound().stream())
                                .distinct()
                                .toList(),
                        last.rules(),
                        last.why()));
    }
}
