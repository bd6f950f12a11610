package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was taken already is not sent again after a later state of the same alert was taken: it would take the alert
 * back. A relay that stood still, or is cut off from the cluster, may have some in flight that another relay has
 * overtaken. What was in a topic that was deleted may be sent twice: what is routed again then is no second copy of
 * anything.
 */
final class LateRepeats implements Rule {
    private final int allowedPerStrike;

    /** @param allowedPerStrike in each channel */
    LateRepeats(int allowedPerStrike) {
        this.allowedPerStrike = allowedPerStrike;
    }

    @Override
    public String name() {
        return "late-repeats";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        Map<String, List<Violation>> byChannel = new HashMap<>();
        for (Track track : evidence.tracks()) {
            check(
                    track,
                    standingInLostTopic(track, evidence),
                    byChannel.computeIfAbsent(track.channel(), channel -> new ArrayList<>()));
        }
        int allowed = allowedPerStrike * evidence.history().cuts();
        return byChannel.values().stream()
                .filter(found -> found.size() > allowed)
                .flatMap(List::stream)
                .toList();
    }

    private static Set<String> standingInLostTopic(Track track, Evidence evidence) {
        return evidence.byAlert().getOrDefault(track.alertKey(), List.of()).stream()
                .filter(event -> evidence.gone(event).contains(track.channel()))
                .map(event -> event.version().tag())
                .collect(Collectors.toSet());
    }

    private void check(Track track, Set<String> excused, List<Violation> found) {
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < track.deliveries().size(); i++) {
            places.computeIfAbsent(track.deliveries().get(i).version().tag(), tag -> new ArrayList<>())
                    .add(i);
        }
        int highest = -1;
        Map<String, Integer> seen = new HashMap<>();
        for (SeenPush push : track.pushes()) {
            if (!push.taken()) {
                continue;
            }
            String tag = WebhookBody.tag(push.body());
            List<Integer> due = places.getOrDefault(tag, List.of(-1));
            int times = seen.merge(tag, 1, Integer::sum);
            int place = due.get(Math.min(times, due.size()) - 1);
            if (times > due.size() && place < highest && !excused.contains(tag)) {
                found.add(new Violation(
                        name(),
                        track.alertKey(),
                        track.channel() + " was sent " + tag
                                + " again (push " + push.sequence() + ") after it had taken "
                                + track.deliveries().get(highest).version()));
            }
            highest = Math.max(highest, place);
        }
    }
}
