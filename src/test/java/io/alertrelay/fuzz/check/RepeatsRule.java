package io.alertrelay.fuzz.check;

import static java.util.stream.Collectors.groupingBy;

import io.alertrelay.fuzz.history.SeenEvent;
import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.Settled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is sent twice is sent with the same bytes, and no channel takes more twice than was in flight when a process
 * ended or stood still, or had its receipt on the way to Kafka then, plus those whose answer was lost. What stood in a
 * topic that was deleted does not count.
 */
final class RepeatsRule implements Rule {
    /** Receipts that may be on their way when a process ends, for each request that may be in flight. */
    static final int ON_THEIR_WAY = 8;

    private final int inFlight;

    /** @param inFlight of one channel at most */
    RepeatsRule(int inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public String name() {
        return "repeats";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        for (DueOnce delivery : evidence.deliveries().values()) {
            long bodies =
                    delivery.records().stream().map(SeenEvent::body).distinct().count();
            if (bodies > 1) {
                found.add(new Violation(
                        name(),
                        delivery.version().alertKey(),
                        delivery.id() + " was queued with " + bodies + " different bodies"));
            }
        }
        Map<String, List<SeenPush>> lost = evidence.history().pushes().stream()
                .filter(SeenPush::answerLost)
                .collect(groupingBy(SeenPush::channel));
        byChannel(evidence).forEach((channel, repeats) -> {
            int answersLost = Math.max(lost.getOrDefault(channel, List.of()).size(), unanswered(evidence, channel));
            int cuts = evidence.history().cuts()
                    + (int) evidence.history().losses().stream()
                            .filter(loss -> loss.channel().equals(channel))
                            .count();
            int allowed = inFlight * (1 + ON_THEIR_WAY) * cuts + answersLost;
            if (repeats > allowed) {
                found.add(new Violation(
                        name(),
                        "",
                        channel + " took " + repeats + " events again; " + answersLost
                                + " answers were lost and " + cuts
                                + " processes or topics ended or stood still, so at most "
                                + allowed));
            }
        });
        return found;
    }

    /** As the relay counted them: of what was slow only the relay knows whether it was too slow. */
    private static int unanswered(Evidence evidence, String channel) {
        return evidence.history().settled().stream()
                .filter(settled -> settled.id().endsWith("/" + channel))
                .mapToInt(Settled::unanswered)
                .sum();
    }

    /** How often each channel took what it had already; what was posted twice is due twice. */
    static Map<String, Integer> byChannel(Evidence evidence) {
        Map<String, Integer> repeats = new HashMap<>();
        for (Track track : evidence.tracks()) {
            Map<String, List<DueOnce>> byBody = track.deliveries().stream()
                    .filter(due -> !evidence.gone(due.event()).contains(track.channel()))
                    .collect(groupingBy(d -> d.records().get(0).body()));
            byBody.values().forEach(same -> {
                int taken = (int)
                        same.get(0).pushes().stream().filter(SeenPush::taken).count();
                repeats.merge(track.channel(), Math.max(0, taken - same.size()), Integer::sum);
            });
        }
        return repeats;
    }
}
