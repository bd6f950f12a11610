package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.Freeze;
import io.alertrelay.fuzz.history.SeenPush;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A relay that stood still, or was cut off, for longer than its session, has lost its channels meanwhile. When it goes
 * on it ends what it had in flight; what it held besides, and another relay has sent since, it does not send again.
 * Receipts that were on their way do not count: for these it is the other one that sends again.
 */
final class WokenRule implements Rule {
    /** The relays' sessions are of four seconds. */
    private static final long SESSION_MILLIS = 4_000;
    /** In which the relay has not noticed yet, on a busy machine. */
    private static final long WAKING_MILLIS = 8_000;

    private final int inFlight;

    /** @param inFlight of one channel at most */
    WokenRule(int inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public String name() {
        return "woken";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        evidence.history().freezes().stream()
                .filter(freeze -> freeze.to() - freeze.from() > SESSION_MILLIS)
                .filter(freeze -> undisturbed(freeze, evidence))
                .forEach(freeze -> sentAgain(freeze, evidence).forEach((channel, sent) -> {
                    if (sent > inFlight) {
                        found.add(new Violation(
                                name(),
                                "",
                                freeze.relay() + (freeze.cutOff() ? " was cut off" : " stood still") + " for "
                                        + (freeze.to() - freeze.from()) + " ms up to " + freeze.to()
                                        + ", and then " + sent + " events arrived at " + channel
                                        + " that had been sent meanwhile; it can't have had more than " + inFlight
                                        + " in flight"));
                    }
                }));
        return found;
    }

    /** Another relay that ends at that time leaves repeats of its own. */
    private static boolean undisturbed(Freeze freeze, Evidence evidence) {
        return evidence.history().lives().stream()
                        .noneMatch(life -> life.endedIn(freeze.from(), freeze.to() + WAKING_MILLIS))
                && evidence.history().freezes().stream()
                        .filter(other -> other != freeze)
                        .noneMatch(other -> other.within(freeze.from(), freeze.to() + WAKING_MILLIS));
    }

    private static Map<String, Integer> sentAgain(Freeze freeze, Evidence evidence) {
        Map<String, Integer> again = new HashMap<>();
        for (DueOnce delivery : evidence.deliveries().values()) {
            List<SeenPush> taken =
                    delivery.pushes().stream().filter(SeenPush::taken).toList();
            if (taken.size() > 1
                    && taken.stream().noneMatch(SeenPush::answerLost)
                    && delivery.settled().stream().noneMatch(settled -> settled.unanswered() > 0)
                    && between(taken.get(0), freeze.from(), freeze.to())
                    && taken.stream().anyMatch(push -> between(push, freeze.to(), freeze.to() + WAKING_MILLIS))) {
                again.merge(delivery.channel(), 1, Integer::sum);
            }
        }
        return again;
    }

    private static boolean between(SeenPush push, long from, long to) {
        long at = push.at().toEpochMilli();
        return at >= from && at < to;
    }
}
