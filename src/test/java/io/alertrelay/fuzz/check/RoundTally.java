package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.ReplayRecord;
import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.Sent;

/**
 * Numbers of a round, for people.
 *
 * @param unclear posts that got no answer, or 503
 * @param alerts in stored webhooks
 * @param requeued records that repeat a delivery
 * @param replays that were ordered
 * @param replayed events that they put in the topic of their channel, and live ones that follow them there
 * @param repeats what channels took though they had it
 */
public record RoundTally(
        long acknowledged,
        long unclear,
        long alerts,
        long deliveries,
        long requeued,
        long requests,
        long answersLost,
        long repeats,
        long superseded,
        long deadLetters,
        long strikes,
        long replays,
        long replayed) {
    /** Nothing yet. */
    public static final RoundTally NONE = new RoundTally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static RoundTally of(Evidence evidence) {
        return new RoundTally(
                sent(evidence, Sent.SendOutcome.ACKNOWLEDGED),
                sent(evidence, Sent.SendOutcome.UNCLEAR) + sent(evidence, Sent.SendOutcome.UNANSWERED),
                evidence.events().size(),
                evidence.deliveries().size(),
                evidence.deliveries().values().stream()
                        .mapToLong(d -> d.records().size() - 1L)
                        .sum(),
                evidence.history().pushes().size(),
                evidence.history().pushes().stream()
                        .filter(SeenPush::answerLost)
                        .count(),
                RepeatsRule.byChannel(evidence).values().stream()
                        .mapToLong(Integer::longValue)
                        .sum(),
                evidence.deliveries().values().stream()
                        .filter(d ->
                                d.settled().stream().anyMatch(s -> s.outcome().equals("superseded")))
                        .count(),
                evidence.deliveries().values().stream()
                        .filter(d -> !d.deadLetters().isEmpty())
                        .count(),
                evidence.history().strikes(),
                evidence.history().replayed().records().stream()
                        .filter(ReplayRecord::order)
                        .count(),
                evidence.history().replayed().queued().size());
    }

    /** Both together. */
    public RoundTally plus(RoundTally o) {
        return new RoundTally(
                acknowledged + o.acknowledged,
                unclear + o.unclear,
                alerts + o.alerts,
                deliveries + o.deliveries,
                requeued + o.requeued,
                requests + o.requests,
                answersLost + o.answersLost,
                repeats + o.repeats,
                superseded + o.superseded,
                deadLetters + o.deadLetters,
                strikes + o.strikes,
                replays + o.replays,
                replayed + o.replayed);
    }

    private static long sent(Evidence evidence, Sent.SendOutcome outcome) {
        return evidence.history().sent().stream()
                .filter(sent -> sent.outcome() == outcome)
                .count();
    }

    @Override
    public String toString() {
        return "%d acks, %d unclear, %d alerts, %d deliveries (%d requeued), %d requests, %d answers lost, %d repeats, %d superseded, %d dead letters, %d strikes, %d replays of %d events"
                .formatted(
                        acknowledged,
                        unclear,
                        alerts,
                        deliveries,
                        requeued,
                        requests,
                        answersLost,
                        repeats,
                        superseded,
                        deadLetters,
                        strikes,
                        replays,
                        replayed);
    }
}
