package io.alertrelay.fuzz.plan;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * All that is decided of a round before it begins; the same for the same seed and number.
 *
 * @param start with what it begins, if it is the first; the rules of its last strike are the ones with which the next
 *     round begins
 * @param senders what each posts, in order; an alert belongs to one sender
 */
public record RoundPlan(
        long seed,
        int round,
        Start start,
        List<List<Post>> senders,
        List<Strike> strikes,
        Map<String, List<Spell>> weather,
        List<PlannedReplay> replays,
        List<Disturbance> disturbances) {

    /** The rules with which it begins. */
    public RulePlan rules() {
        return start.rules();
    }

    /** The same, but for disturbances of these kinds. */
    public RoundPlan sparing(Collection<String> words) {
        return new RoundPlan(
                seed,
                round,
                start,
                senders,
                strikes,
                weather,
                replays,
                disturbances.stream()
                        .filter(each -> !words.contains(each.trouble().word()))
                        .toList());
    }

    /** How many processes are ended, or lose what they have, other than by a standstill of a relay. */
    public int cuts() {
        return strikes.size()
                + disturbances.stream()
                        .map(Disturbance::trouble)
                        .filter(Trouble.OfCluster.class::isInstance)
                        .mapToInt(trouble -> ((Trouble.OfCluster) trouble).cuts())
                        .sum();
    }

    /** How many alerts are posted, if each post is sent once. */
    public int alerts() {
        return senders.stream()
                .flatMap(List::stream)
                .mapToInt(post -> post.alerts().size())
                .sum();
    }
}
