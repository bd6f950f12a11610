package io.alertrelay.delivery;

import io.alertrelay.flashduty.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What follows from an answer: the table "from answer to action" of {@code docs/semantics.md}. Knows no threads and no
 * clock.
 */
final class Judge {
    private final RetryPolicy policy;

    Judge(RetryPolicy policy) {
        this.policy = policy;
    }

    /**
     * @param attempts of this delivery, this one included
     * @param before the channel's state before the attempt
     */
    Next judge(Delivery delivery, Attempts attempts, Answer answer, ChannelState before, Instant now) {
        if (answer instanceof Answer.Delivered delivered) {
            return new Next.Settle(
                    new Settlement.Delivered(delivery, attempts.count(), now, delivered.requestId()),
                    new ChannelState.Running());
        }
        if (answer instanceof Answer.Refused refused) {
            return new Next.Settle(
                    deadLetter(delivery, attempts, Settlement.Reason.REFUSED, AnswerText.of(refused), now),
                    new ChannelState.Running());
        }
        if (answer instanceof Answer.ChannelFault fault) {
            int failures = failures(before) + 1;
            Instant until = now.plus(policy.probe().after(failures));
            return new Next.Wait(
                    until, new ChannelState.Held(AnswerText.of(fault), since(before, now), failures, until));
        }
        int failures = failures(before) + 1;
        Instant next = now.plus(longer(policy.retry().after(failures), retryAfter(answer)));
        ChannelState retrying = new ChannelState.Retrying(AnswerText.of(answer), since(before, now), failures, next);
        boolean expired = answer instanceof Answer.Unavailable
                && !now.isBefore(delivery.receivedAt().plus(policy.maxAge()));
        return expired
                ? new Next.Settle(
                        deadLetter(delivery, attempts, Settlement.Reason.EXPIRED, AnswerText.of(answer), now), retrying)
                : new Next.Wait(next, retrying);
    }

    private static Optional<Duration> retryAfter(Answer answer) {
        if (answer instanceof Answer.TooFast tooFast) {
            return tooFast.retryAfter();
        }
        return answer instanceof Answer.Unavailable unavailable ? unavailable.retryAfter() : Optional.empty();
    }

    private static Duration longer(Duration pause, Optional<Duration> asked) {
        return asked.filter(d -> d.compareTo(pause) > 0).orElse(pause);
    }

    private static Settlement deadLetter(
            Delivery delivery, Attempts attempts, Settlement.Reason reason, String cause, Instant now) {
        return new Settlement.DeadLettered(delivery, attempts.count(), now, reason, cause, attempts.kept());
    }

    private static int failures(ChannelState state) {
        if (state instanceof ChannelState.Retrying retrying) {
            return retrying.failures();
        }
        if (state instanceof ChannelState.Held held) {
            return held.failures();
        }
        return state instanceof ChannelState.Probing probing ? probing.held().failures() : 0;
    }

    private static Instant since(ChannelState state, Instant now) {
        return state.faultSince().orElse(now);
    }
}
