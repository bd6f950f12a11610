package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.Settled;
import io.alertrelay.fuzz.plan.PlannedFault;
import io.alertrelay.fuzz.plan.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every delivery has one outcome, and it is true. A relay that stood still may have had in flight what another one
 * settled meanwhile in another way; then the receipts say that they are of two.
 */
final class Receipts implements Rule {
    @Override
    public String name() {
        return "receipts";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        for (DueOnce delivery : evidence.deliveries().values()) {
            List<String> outcomes =
                    delivery.settled().stream().map(Settled::outcome).distinct().toList();
            if (outcomes.isEmpty() && delivery.lost()) {
                continue;
            }
            if (outcomes.isEmpty() || contradictory(delivery.settled())) {
                found.add(violation(delivery, outcomes.isEmpty() ? "has no receipt" : "has several: " + outcomes));
            } else {
                delivery.settled().stream()
                        .flatMap(settled -> untrue(delivery, settled, evidence).stream())
                        .distinct()
                        .forEach(what -> found.add(violation(delivery, what)));
            }
        }
        evidence.history().settled().stream()
                .filter(settled -> !evidence.deliveries().containsKey(settled.id()))
                .filter(settled -> evidence.history().losses().stream()
                        .noneMatch(loss -> settled.id().endsWith("/" + loss.channel())))
                .forEach(settled ->
                        found.add(new Violation(name(), "", "a receipt without a delivery: " + settled.id())));
        return found;
    }

    /** Whether they differ and are of one writer: then no take-over explains it. */
    static boolean contradictory(List<Settled> settled) {
        return settled.stream()
                .anyMatch(one -> settled.stream()
                        .anyMatch(other -> !one.outcome().equals(other.outcome())
                                && one.writer().equals(other.writer())));
    }

    private static Optional<String> untrue(DueOnce delivery, Settled settled, Evidence evidence) {
        return switch (settled.outcome()) {
            case "delivered" ->
                delivery.pushes().stream().anyMatch(push -> push.confirmed() || confirmedOnWaking(push, evidence))
                        ? Optional.empty()
                        : Optional.of("says delivered, and Flashduty never said so");
            case "dead-lettered" ->
                delivery.deadLetters().isEmpty()
                        ? Optional.of("says dead-lettered, and is not in the dead letters")
                        : Optional.empty();
            case "superseded" -> superseded(delivery, settled, evidence);
            default -> Optional.of("says " + settled.outcome() + ", which is no outcome");
        };
    }

    /** A relay that stands still when it should give up finds the answer when it goes on. */
    private static boolean confirmedOnWaking(SeenPush push, Evidence evidence) {
        long at = push.at().toEpochMilli();
        return push.taken()
                && push.fault().filter(fault -> fault == PlannedFault.TOO_SLOW).isPresent()
                && evidence.history().freezes().stream()
                        .filter(freeze -> !freeze.cutOff())
                        .anyMatch(freeze -> freeze.within(at, at + Timing.PUSH_TIMEOUT.toMillis()));
    }

    private static Optional<String> superseded(DueOnce delivery, Settled settled, Evidence evidence) {
        DueOnce by = evidence.deliveries().get(settled.supersededBy());
        if (by == null && byOneOfALostTopic(delivery, settled.supersededBy(), evidence)) {
            return Optional.empty();
        }
        boolean right = by != null
                && by.channel().equals(delivery.channel())
                && (settled.leftOut()
                        ? delivery.leftOut() && by.version().ends(delivery.version())
                        : by.event().compareTo(delivery.event()) > 0
                                && by.version().sameState(delivery.version()));
        return right
                ? Optional.empty()
                : Optional.of("says superseded by " + settled.supersededBy() + " ("
                        + Optional.ofNullable(by)
                                .map(d -> d.version().toString())
                                .orElse("unknown")
                        + "), which neither tells the same later nor is the other half of a pair that may be left out");
    }

    private static boolean byOneOfALostTopic(DueOnce delivery, String by, Evidence evidence) {
        return evidence.byAlert().getOrDefault(delivery.version().alertKey(), List.of()).stream()
                .filter(event -> by.equals(event.id() + "/" + delivery.channel()))
                .filter(event -> evidence.gone(event).contains(delivery.channel()))
                .anyMatch(event ->
                        event.compareTo(delivery.event()) > 0 && event.version().sameState(delivery.version()));
    }

    private Violation violation(DueOnce delivery, String what) {
        return new Violation(
                name(), delivery.version().alertKey(), delivery.version() + " (" + delivery.id() + ") " + what);
    }
}
