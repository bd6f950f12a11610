package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast a channel is sent to, and how many requests at a time. After an outage it begins with one at a time and
 * doubles with each that is taken; a 429 halves the rate, which is whole again a minute later at the latest.
 *
 * <p>Flashduty's limits are by the minute ("Standard alert event", request limits), hence the minute.
 */
final class Throttle {
    private static final double LEAST = 1.0 / 16;
    private static final Duration RECOVERY = Duration.ofMinutes(1);

    /** That may be on their way to the receipts, for each request that may be in flight. */
    static final int ENDS = 2;

    private final Pace channel;
    private final Pace account;
    private final int maxInFlight;
    private int allowed;
    private double floor = 1;
    private Instant slowedAt = Instant.EPOCH;
    private Optional<Instant> accountSlot = Optional.empty();

    /** @param account shared with the other channels of the relay */
    Throttle(Pace channel, Pace account, int maxInFlight) {
        this.channel = channel;
        this.account = account;
        this.maxInFlight = maxInFlight;
        this.allowed = maxInFlight;
    }

    /**
     * Whether one more request may be sent. An end that is being recorded is no request any more: with a place for as
     * long as the disk takes, a channel would send no faster than that. But what is not recorded may be sent again, so
     * that has a bound, too.
     *
     * @param requests that are under way
     * @param ends that are being recorded
     */
    boolean room(int requests, int ends) {
        return requests < allowed && ends < maxInFlight * ENDS;
    }

    /**
     * Whether one more replayed one may be in flight: half of the room is kept for live ones, if there is more than
     * one.
     */
    boolean roomForReplays(int replaysInFlight) {
        return replaysInFlight < Math.max(1, maxInFlight / 2);
    }

    /**
     * When the next request may be sent. A place in the account's rate is taken only when nothing else is in the way,
     * and then kept, so that the channels get theirs in turn.
     */
    Instant slot(Instant now) {
        channel.share(part(now));
        Instant own = channel.next(now);
        if (own.isAfter(now)) {
            return own;
        }
        if (accountSlot.isEmpty()) {
            accountSlot = Optional.of(account.take(now));
        }
        return accountSlot.get();
    }

    /** A request is sent. */
    void sent(Instant now) {
        channel.take(now);
        accountSlot = Optional.empty();
    }

    /** Flashduty took one. */
    void taken() {
        allowed = Math.min(maxInFlight, allowed * 2);
    }

    /** After an outage: one at a time. */
    void restart() {
        allowed = 1;
    }

    /**
     * Flashduty found that too fast. Several such answers to requests that were sent together count once.
     *
     * @param sentAt when the request was sent
     */
    void tooFast(Instant sentAt, Instant now) {
        if (sentAt.isAfter(slowedAt)) {
            floor = Math.max(LEAST, part(now) / 2);
            slowedAt = now;
        }
        allowed = 1;
    }

    /** The part of the channel's rate that it is sent to with now: 1 for all of it. */
    double part(Instant now) {
        double regained = (double) Duration.between(slowedAt, now).toMillis() / RECOVERY.toMillis();
        return Math.min(1, floor + Math.max(0, regained));
    }
}
