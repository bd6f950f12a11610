package io.alertrelay.delivery;

import io.alertrelay.delivery.ChannelState.Failing;
import io.alertrelay.delivery.ChannelState.Failure;
import io.alertrelay.delivery.ChannelState.Held;
import io.alertrelay.delivery.ChannelState.HoldReason;
import io.alertrelay.delivery.ChannelState.Open;
import io.alertrelay.delivery.ChannelState.Probing;
import io.alertrelay.delivery.ChannelState.Running;
import io.alertrelay.delivery.ChannelState.Slowed;
import io.alertrelay.delivery.ChannelState.Unpaused;
import io.alertrelay.delivery.Settlement.DeadLettered;
import io.alertrelay.delivery.Settlement.Delivered;
import io.alertrelay.delivery.Settlement.GiveUpReason;
import io.alertrelay.delivery.Settlement.Redundancy;
import io.alertrelay.delivery.Settlement.Superseded;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.Answer.NotDelivered;
import io.alertrelay.record.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Decides what is sent to a channel and when, and what follows from an answer: the table "from answer to action" of
 * {@code docs/semantics.md}. Knows no threads; the {@link Outbox} executes its decisions. Each {@code now} is by the
 * steady clock: setting the wall clock neither silences a channel nor hurries it. Ages and times in records are by the
 * wall clock.
 *
 * <p>Whose fault is a failure? An answer that names the account, the key or the URL is the channel's fault, unless
 * others get through between such answers to the same event, or did so with an earlier one of its alert. A 5xx, a
 * timeout or a broken connection may be the fault of Flashduty, the network, or that event alone. It counts as the
 * event's own if others got through since it failed before; otherwise it is counted against the channel, and when
 * {@value #OUTAGE} alerts in a row (or all that wait) have failed with none getting through, the channel is held.
 * {@value #OUTAGE} in a row hold it even if each is known to blame it alone. So an event is given up only after others
 * got through {@value #PROOFS} times between its failures, never because Flashduty was down.
 */
final class Schedule {
    static final int OUTAGE = 5;
    static final int PROOFS = 3;
    /** How often at most a held channel is probed with alerts that were not tried since it was held. */
    static final Duration UNTRIED = Duration.ofSeconds(2);
    /**
     * For how long each is tried: what was old before the relay had it, because that was down, or the channel paused by
     * its configuration, what became old while the channel was held, and what takes the room of others.
     */
    static final Duration CHANCE = Duration.ofHours(1);
    /** How long the channel may have been another relay's and the fault still be the same: the longest Retry-After. */
    static final Duration LEFT = Duration.ofMinutes(10);

    private final RetryPolicy policy;
    private final Waiting waiting;
    private final Throttle throttle;
    private final InFlight inFlight = new InFlight();
    private final InstantSource wall;
    private final BooleanSupplier crowded;
    private final Set<String> failing = new HashSet<>();
    /** Alerts that rest for as long as an answer asked for, and until when each would rest without that. */
    private final Map<String, Instant> asked = new HashMap<>();

    private final Map<String, Integer> probes = new HashMap<>();
    private Unpaused state = new Running();
    private Instant lastTakenAt = Instant.MIN;
    private Instant lastProbeAt = Instant.MIN;
    private Instant pausedUntil = Instant.MIN;
    /** Until when an answer wants nothing to be sent. */
    private Instant askedUntil = Instant.MIN;
    /** Since when what is left here is of a partition that is no longer this relay's; empty if it is this relay's. */
    private Optional<Instant> leftAt = Optional.empty();

    /**
     * @param wall for the ages of what waits
     * @param crowded whether what waits has half of the room for it, or more: without room nothing more is read
     */
    Schedule(RetryPolicy policy, Collapse collapse, Throttle throttle, InstantSource wall, BooleanSupplier crowded) {
        this.policy = policy;
        this.waiting = new Waiting(collapse);
        this.throttle = throttle;
        this.wall = wall;
        this.crowded = crowded;
    }

    /** With nothing left to deliver, the channel belongs to another relay, and so does its fault. */
    Unpaused state() {
        return leftAt.isPresent() && waiting.size() == 0 ? new Running() : state;
    }

    Waiting waiting() {
        return waiting;
    }

    /** How many are being sent or have a settlement that is being recorded. */
    int inFlight() {
        return inFlight.all();
    }

    /** The part of the channel's rate that is used now: 1 for all of it. */
    double part(Instant now) {
        return throttle.part(now);
    }

    /**
     * Accepts a delivery; returns those that need not be sent any more, to be recorded now.
     *
     * @param maybeSent whether it may have been sent by whoever had it before
     */
    List<Superseded> offer(Delivery delivery, boolean maybeSent, Instant now) {
        if (leftAt.filter(at -> at.plus(LEFT).isBefore(now)).isPresent()) {
            recovered();
        }
        leftAt = Optional.empty();
        return waiting.add(delivery, maybeSent, now, wall.instant());
    }

    /** A superseded delivery is recorded; returns those that are to be recorded only now. */
    List<Superseded> recorded(Superseded superseded) {
        return waiting.recorded(superseded);
    }

    /** The next step. A delivery returned to be sent counts as being sent from then on. */
    NextStep next(Instant now) {
        if (state instanceof Held held) {
            return probe(held, now);
        }
        if (state instanceof Probing || !throttle.room(inFlight.requests(), inFlight.repeatable())) {
            return new NextStep.Idle();
        }
        if (state instanceof Slowed slowed && slowed.until().isAfter(now)) {
            return new NextStep.Rest(slowed.until());
        }
        Optional<QueuedDelivery> next = waiting.next(now, wall.instant());
        if (next.isEmpty()
                || !throttle.roomForReplays(inFlight.replayed()) && next.get().isReplayed()) {
            return waiting.nextWake().<NextStep>map(NextStep.Rest::new).orElseGet(NextStep.Idle::new);
        }
        return send(next.get(), false, now);
    }

    private NextStep probe(Held held, Instant now) {
        Instant untriedFrom = later(askedUntil, Optional.of(lastProbeAt.plus(UNTRIED)));
        Instant earliest = held.reason() == HoldReason.OUTAGE ? earlier(held.until(), untriedFrom) : held.until();
        if (earliest.isAfter(now)) {
            return new NextStep.Rest(earliest);
        }
        Optional<QueuedDelivery> candidate = waiting.probe(key -> probes.getOrDefault(key, 0));
        if (candidate.isEmpty()) {
            return new NextStep.Idle();
        }
        boolean untried = !probes.containsKey(candidate.get().delivery().alertKey());
        if (held.until().isAfter(now) && !untried) {
            return new NextStep.Rest(held.until());
        }
        return send(candidate.get(), true, now);
    }

    private NextStep send(QueuedDelivery queued, boolean probe, Instant now) {
        Instant slot = throttle.slot(now);
        if (slot.isAfter(now)) {
            return new NextStep.Rest(slot);
        }
        throttle.sent(now);
        asked.remove(queued.delivery().alertKey());
        if (probe && state instanceof Held held) {
            probes.merge(queued.delivery().alertKey(), 1, Integer::sum);
            lastProbeAt = now;
            state = held.probed();
        }
        queued.start(probe, now);
        waiting.start(queued);
        inFlight.sent(queued);
        return new NextStep.Send(queued);
    }

    /**
     * An answer was received, or there was none.
     *
     * @return the settlement to be recorded; empty if it is tried again
     */
    Optional<Settlement> answered(QueuedDelivery queued, Answer answer, Instant now) {
        Optional<Settlement> end = end(queued, answer, now);
        if (end.isPresent() && queued.inFlight()) {
            // One that is refused would be refused again, and dead letters may have to wait for their topic for long.
            inFlight.ended(queued, !(end.get() instanceof DeadLettered));
        }
        return end;
    }

    private Optional<Settlement> end(QueuedDelivery queued, Answer answer, Instant now) {
        Instant at = wall.instant();
        queued.attempts()
                .add(new Attempt(at, AnswerText.of(answer), answer instanceof Answer.Unavailable u && u.unanswered()));
        return answer.match(new Answer.Match<>(
                delivered -> delivered(queued, delivered, at, now),
                refused -> refused(queued, refused, now),
                fault -> channelFault(queued, fault, now),
                tooFast -> tooFast(queued, tooFast, now),
                unavailable -> unavailable(queued, unavailable, now)));
    }

    private Optional<Settlement> delivered(QueuedDelivery queued, Answer.Delivered delivered, Instant at, Instant now) {
        passed(queued, now);
        waiting.passed(queued);
        throttle.taken();
        return Optional.of(new Delivered(queued.delivery(), queued.attempts().tally(), at, delivered.requestId()));
    }

    private Optional<Settlement> refused(QueuedDelivery queued, Answer.Refused refused, Instant now) {
        // A server that refuses one event is available for the others.
        passed(queued, now);
        throttle.taken();
        return Optional.of(deadLetter(queued, GiveUpReason.REFUSED, refused));
    }

    /** The settlement is durable: the next delivery of its alert may be sent. */
    void settled(QueuedDelivery queued) {
        inFlight.landed(queued);
        waiting.done(queued);
    }

    /** The relay itself failed, which says nothing about Flashduty. No effect on what is not in flight. */
    void failed(QueuedDelivery queued, Instant notBefore) {
        if (!queued.inFlight()) {
            return;
        }
        if (state instanceof Probing probing && queued.probe()) {
            state = probing.broken(notBefore);
        }
        again(queued, Optional.of(notBefore));
    }

    /** Probes a held channel as soon as possible, whatever was asked for until now; returns whether it is held. */
    boolean probeNow(Instant now) {
        if (state instanceof Held held) {
            state = held.probedAt(now);
            askedUntil = earlier(askedUntil, now);
        }
        return state instanceof Held;
    }

    /** How Flashduty slows the channel now. */
    Slowdown slowdown(Instant now) {
        Optional<Slowed> rest =
                state instanceof Slowed slowed && slowed.until().isAfter(now) ? Optional.of(slowed) : Optional.empty();
        return new Slowdown(rest, throttle.part(now), rest.map(Slowed::until).orElse(now));
    }

    /** Whoever sent to the channel before was slowed like that. No effect as far as it is over by now. */
    void slowdown(Slowdown before, Instant now) {
        before.rest().filter(slowed -> slowed.until().isAfter(now)).ifPresent(slowed -> {
            state = slowed;
            askedUntil = slowed.until();
            throttle.restart(now);
        });
        throttle.begin(before.part(), before.risesFrom());
    }

    /**
     * The channel was paused until then: what waited counts as no older.
     *
     * @param until when the pause ended, by the wall clock
     */
    void resumed(Instant until) {
        pausedUntil = later(until, Optional.of(pausedUntil));
    }

    /** The partition is not this relay's any more, or is read again: then the channel goes on as it was. */
    void forget(int partition, Instant now) {
        waiting.forget(partition);
        // Whoever takes the partition back forgets it again before anything of it is offered.
        leftAt = leftAt.or(() -> Optional.of(now));
    }

    private void passed(QueuedDelivery queued, Instant now) {
        lastTakenAt = now;
        failing.clear();
        asked.forEach((alertKey, until) -> waiting.restNoLonger(alertKey, Optional.of(until)));
        asked.clear();
        if (state instanceof Failing failure && !failure.isOver(queued.startedAt())) {
            return;
        }
        if (held()) {
            throttle.restart(now);
        }
        recovered();
    }

    private Optional<Settlement> tooFast(QueuedDelivery queued, Answer.TooFast answer, Instant now) {
        slow(queued, answer, now);
        throttle.tooFast(queued.startedAt(), now, state.nextAttempt().orElse(now));
        int times = queued.tooFast();
        // An event that is answered 429 however slowly it is sent must not get the next turn again.
        return again(
                queued,
                times == 1
                        ? Optional.empty()
                        : Optional.of(later(now, state.nextAttempt())
                                .plus(policy.retry().after(times))),
                now);
    }

    private void slow(QueuedDelivery queued, Answer.TooFast answer, Instant now) {
        askedUntil = askedUntil(answer, now);
        Failure failure = failure(answer, policy.tooFast(), now);
        if (state instanceof Running running) {
            state = running.slowed(failure);
        } else if (state instanceof Slowed slowed) {
            state = slowed.slowed(failure, queued.startedAt());
        } else if (state instanceof Probing probing && queued.probe()) {
            state = probing.slowed(failure);
        } else if (state instanceof Held held) {
            state = held.notBefore(askedUntil);
        }
        // Else a probe is under way, which is newer: if it passes, the next request shows whether that is still so.
    }

    private Optional<Settlement> channelFault(QueuedDelivery queued, Answer.ChannelFault answer, Instant now) {
        if (!queued.probe() && !held()) {
            if (queued.failed(now, lastTakenAt, true)) {
                waiting.blamedAlone(queued);
                return failedAlone(queued, answer, now);
            }
            if (waiting.isBlamedAlone(queued) && showsNothing(queued, now)) {
                return alone(queued, answer, now);
            }
        }
        hold(queued, HoldReason.CHANNEL, answer, now);
        return whileHeld(queued, answer, now);
    }

    private Optional<Settlement> unavailable(QueuedDelivery queued, Answer.Unavailable answer, Instant now) {
        if (queued.probe()) {
            hold(queued, HoldReason.OUTAGE, answer, now);
            return whileHeld(queued, answer, now);
        }
        if (!held()) {
            if (queued.failed(now, lastTakenAt, false)) {
                return failedAlone(queued, answer, now);
            }
            if (waiting.ownFailures(queued) > 0 && showsNothing(queued, now)) {
                return alone(queued, answer, now);
            }
        }
        // The channel may be held for it only later, or be held already.
        askedUntil = askedUntil(queued, answer, now);
        if (state instanceof Held held) {
            state = held.notBefore(askedUntil);
        }
        if (held()) {
            return whileHeld(queued, answer, now);
        }
        failing.add(queued.delivery().alertKey());
        if (failing.size() >= OUTAGE || waiting.onlyUnanswered(failing)) {
            hold(queued, HoldReason.OUTAGE, answer, now);
            return whileHeld(queued, answer, now);
        }
        return rest(queued, answer, now);
    }

    /**
     * Counts the failure of an alert that is known to fail alone; returns whether it says nothing about the channel: if
     * that is at fault by now, the next other alert shows it, or so many of these.
     */
    private boolean showsNothing(QueuedDelivery queued, Instant now) {
        failing.add(queued.delivery().alertKey());
        return failing.size() < OUTAGE || takesTheRoom(queued, now);
    }

    private Optional<Settlement> failedAlone(QueuedDelivery queued, NotDelivered answer, Instant now) {
        waiting.failedAlone(queued);
        if (!takesTheRoom(queued, now) && queued.ownFailures() >= PROOFS && givenUp(queued, now)) {
            GiveUpReason reason = tooOld(queued, now) ? GiveUpReason.EXPIRED : GiveUpReason.ATTEMPTS;
            return Optional.of(deadLetter(queued, reason, answer));
        }
        return alone(queued, answer, now);
    }

    private Optional<Settlement> alone(QueuedDelivery queued, NotDelivered answer, Instant now) {
        return takesTheRoom(queued, now)
                ? Optional.of(deadLetter(queued, GiveUpReason.NO_ROOM, answer))
                : rest(queued, answer, now);
    }

    private Optional<Settlement> whileHeld(QueuedDelivery queued, NotDelivered answer, Instant now) {
        return takesTheRoom(queued, now)
                ? Optional.of(deadLetter(queued, GiveUpReason.NO_ROOM, answer))
                : again(queued, Optional.empty(), now);
    }

    /**
     * Whether its alert is known to fail alone, it has had its chance, and alerts that fail are all that is left in
     * half of the room: they would soon have it all, and what gets through would no more be read.
     */
    private boolean takesTheRoom(QueuedDelivery queued, Instant now) {
        return waiting.ownFailures(queued) >= PROOFS
                && Duration.between(queued.waitsSince(), now).compareTo(CHANCE) >= 0
                && crowded.getAsBoolean()
                && waiting.allFail();
    }

    private Optional<Settlement> rest(QueuedDelivery queued, NotDelivered answer, Instant now) {
        Instant until = now.plus(policy.retry().after(queued.failures()));
        boolean othersGetThrough = !lastTakenAt.isBefore(queued.startedAt());
        Instant wanted =
                othersGetThrough ? until : later(until, answer.retryAfter().map(now::plus));
        if (wanted.isAfter(until)) {
            asked.put(queued.delivery().alertKey(), until);
        }
        return again(queued, Optional.of(wanted), now);
    }

    private boolean givenUp(QueuedDelivery queued, Instant now) {
        return tooOld(queued, now)
                || policy.maxAttempts().isPresent()
                        && queued.attempts().tally().count()
                                >= policy.maxAttempts().getAsInt();
    }

    private boolean tooOld(QueuedDelivery queued, Instant now) {
        Instant at = wall.instant();
        // Replayed events were old before they were due, and what waited for the end of a pause had no chance until
        // then.
        Instant since = queued.isReplayed()
                ? queued.attempts().tally().firstAt().orElse(at)
                : later(queued.delivery().receivedAt(), Optional.of(pausedUntil));
        // A wall clock that jumps forward makes nothing older: what waits here has aged by the elapsed time.
        Duration before = Duration.between(since, queued.offeredAt());
        Duration here = Duration.between(queued.waitsSince(), now);
        // While the channel was held it was not tried.
        Duration tried =
                queued.failsSince().map(first -> Duration.between(first, now)).orElse(Duration.ZERO);
        return !at.isBefore(since.plus(policy.maxAge()))
                && before.plus(here).compareTo(policy.maxAge()) >= 0
                && (tried.compareTo(CHANCE) >= 0 || tried.compareTo(policy.maxAge()) >= 0);
    }

    private void hold(QueuedDelivery queued, HoldReason reason, NotDelivered answer, Instant now) {
        Backoff backoff = reason == HoldReason.CHANNEL ? policy.faultProbe() : policy.outageProbe();
        askedUntil = askedUntil(queued, answer, now);
        Failure failure = failure(answer, backoff, now);
        if (state instanceof Open open) {
            state = open.held(reason, failure);
            // They wait for the channel now.
            failing.forEach(alertKey -> waiting.restNoLonger(alertKey, Optional.empty()));
            lastProbeAt = now;
            probes.clear();
            probes.put(queued.delivery().alertKey(), 1);
        } else if (state instanceof Probing probing && queued.probe()) {
            state = probing.failed(reason, failure);
        }
        // Else one of several that were in flight together: the first one was counted.
    }

    private Failure failure(NotDelivered answer, Backoff backoff, Instant now) {
        return new Failure(AnswerText.of(answer), now, backoff, askedUntil);
    }

    /** What is asked for in answer to an alert that is known to fail alone says nothing about the channel. */
    private Instant askedUntil(QueuedDelivery queued, NotDelivered answer, Instant now) {
        return waiting.ownFailures(queued) > 0 ? askedUntil : askedUntil(answer, now);
    }

    private Instant askedUntil(NotDelivered answer, Instant now) {
        return later(askedUntil, answer.retryAfter().map(now::plus));
    }

    private boolean held() {
        return state instanceof Held || state instanceof Probing;
    }

    private void recovered() {
        if (state instanceof Failing failure) {
            state = failure.over();
        }
        askedUntil = Instant.MIN;
        probes.clear();
        failing.clear();
    }

    /** It is sent again, unless it is replayed and something newer of its alert was received meanwhile. */
    private Optional<Settlement> again(QueuedDelivery queued, Optional<Instant> notBefore, Instant now) {
        Optional<Settlement> overtaken = waiting.newerThan(queued)
                .map(newer -> new Superseded(
                        queued.delivery(), queued.attempts().tally(), wall.instant(), newer.id(), Redundancy.NEWER));
        return overtaken.isPresent() ? overtaken : again(queued, notBefore);
    }

    private Optional<Settlement> again(QueuedDelivery queued, Optional<Instant> notBefore) {
        inFlight.landed(queued);
        waiting.again(queued, notBefore);
        return Optional.empty();
    }

    private Settlement deadLetter(QueuedDelivery queued, GiveUpReason reason, NotDelivered cause) {
        Attempts attempts = queued.attempts();
        return new DeadLettered(
                queued.delivery(), attempts.tally(), wall.instant(), reason, AnswerText.of(cause), attempts.kept());
    }

    private static Instant later(Instant one, Optional<Instant> other) {
        return other.filter(one::isBefore).orElse(one);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
