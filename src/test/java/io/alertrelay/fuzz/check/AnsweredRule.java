package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.Sent;
import java.util.List;

/**
 * Whoever else posts, and whatever the clock does: a post is answered, unless a relay was struck or stood
 * still. One that is cut off from the brokers says 503.
 */
final class AnsweredRule implements Rule {
    /** A connection that was broken may be noticed late. */
    private static final long NOTICE_MARGIN_MILLIS = 1_000;
    /** A relay that stood still answers nobody at first, on a busy machine for longer. */
    private static final long CATCH_UP_MILLIS = 10_000;

    @Override
    public String name() {
        return "answered";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        return evidence.history().sent().stream()
                .filter(sent -> sent.outcome() == Sent.SendOutcome.UNANSWERED)
                .filter(sent -> evidence.history().lives().stream()
                        .noneMatch(life -> life.endedIn(
                                sent.at().toEpochMilli() - NOTICE_MARGIN_MILLIS,
                                sent.answeredAt().toEpochMilli() + NOTICE_MARGIN_MILLIS)))
                .filter(sent -> evidence.history().freezes().stream()
                        .filter(freeze -> !freeze.cutOff())
                        .noneMatch(freeze -> freeze.within(
                                sent.at().toEpochMilli() - CATCH_UP_MILLIS,
                                sent.answeredAt().toEpochMilli() + NOTICE_MARGIN_MILLIS)))
                .map(this::violation)
                .toList();
    }

    private Violation violation(Sent sent) {
        return new Violation(
                name(),
                sent.post().alerts().get(0).alertKey(),
                "the post at " + sent.at() + " got no answer by " + sent.answeredAt() + " though no relay was struck: "
                        + sent.detail());
    }
}
