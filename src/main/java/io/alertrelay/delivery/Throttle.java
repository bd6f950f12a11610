package io.alertrelay.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The rate and the number of concurrent requests of a channel. After an outage it begins with one at a time and doubles
 * with each request that is accepted, or refused for its event; a 429 halves the rate, which is restored within a
 * minute after the rest that follows.
 *
 * <p>Flashduty's limits are by the minute ("Standard alert event", request limits), hence the minute.
 */
final class Throttle {
    private static final double LEAST = 1.0 / 16;
    private static final Duration RECOVERY = Duration.ofMinutes(1);

    /**
     * Settlements that may be on their way to the receipts, for each request that may be in flight. With fewer the
     * flushes of the receipts would limit the rate of a fast channel.
     */
    static final int ENDS = 8;

    private final Pace channel;
    private final Pace account;
    private final int maxInFlight;
    private int allowed;
    private double floor = 1;
    private Instant slowedAt = Instant.EPOCH;
    private Instant restsUntil = Instant.EPOCH;
    private Optional<Pace.Place> place = Optional.empty();

    /** @param account shared with the other channels of the relay */
    Throttle(Pace channel, Pace account, int maxInFlight) {
        this.channel = channel;
        this.account = account;
        this.maxInFlight = maxInFlight;
        this.allowed = maxInFlight;
    }

    /**
     * Whether one more request may be sent. A settlement that is being recorded does not count as a request: otherwise
     * the disk would limit the channel's rate. But what is not recorded may be sent again, so settlements are bounded,
     * too.
     *
     * @param requests in flight
     * @param ends settlements that are being recorded, and whose events Flashduty has
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
     * When the next request may be sent. A place in the account's rate is taken only when nothing else prevents
     * sending, and then kept, so that the channels take turns.
     */
    Instant slot(Instant now) {
        channel.share(part(now), now);
        Instant own = channel.next(now);
        if (own.isAfter(now)) {
            return own;
        }
        if (place.isEmpty()) {
            place = Optional.of(account.place(now));
        }
        return place.get().at(now);
    }

    /** A request is sent. */
    void sent(Instant now) {
        channel.take(now);
        place = Optional.empty();
    }

    /** Flashduty accepted one, or refused one for what is in it. */
    void taken() {
        allowed = Math.min(maxInFlight, allowed * 2);
    }

    /** After a hold: one at a time. What gets through ends a rest that was asked for, so the rate rises from now on. */
    void restart(Instant now) {
        allowed = 1;
        restsUntil = restsUntil.isAfter(now) ? now : restsUntil;
    }

    /**
     * Flashduty answered 429. Several such answers to requests that were sent together count once.
     *
     * @param sentAt when the request was sent
     * @param until when the next may be sent
     */
    void tooFast(Instant sentAt, Instant now, Instant until) {
        if (sentAt.isAfter(slowedAt)) {
            floor = Math.max(LEAST, part(now) / 2);
            slowedAt = now;
        }
        restsUntil = restsUntil.isAfter(until) ? restsUntil : until;
        allowed = 1;
    }

    /** Begins with that part of the rate, which rises from then on. */
    void begin(double part, Instant risesFrom) {
        floor = part;
        restsUntil = risesFrom;
    }

    /** The part of the channel's rate that is used now: 1 for all of it. */
    double part(Instant now) {
        double regained = (double) Duration.between(restsUntil, now).toMillis() / RECOVERY.toMillis();
        return Math.min(1, floor + Math.max(0, regained));
    }
}
