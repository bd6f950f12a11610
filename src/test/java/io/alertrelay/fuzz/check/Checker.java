package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.History;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Judges a round by what can be seen from outside. */
public final class Checker {
    private final List<Rule> rules;

    private Checker(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * One with every rule but these.
     *
     * @param inFlight how many requests a channel may have in flight
     * @param overtakenPerStrike how many of them another relay may have overtaken; 0 with one relay
     * @throws IllegalArgumentException if there is no rule of such a name
     */
    public static Checker without(Collection<String> names, int inFlight, int overtakenPerStrike) {
        List<Rule> all = List.of(
                new Liveness(),
                new AnsweredRule(),
                new NothingInvented(),
                new AcknowledgedIsStored(),
                new StaleWebhooks(),
                new SetAside(),
                new FanOut(),
                new RecoveryFollowsFiring(),
                new Conservation(),
                new Order(),
                new LateRepeats(overtakenPerStrike),
                new RepeatsRule(inFlight),
                new WokenRule(inFlight),
                new Receipts(),
                new OffsetsRule(),
                new ReplaysRule(inFlight));
        Set<String> left = Set.copyOf(names);
        left.forEach(name -> {
            if (all.stream().noneMatch(rule -> rule.name().equals(name))) {
                throw new IllegalArgumentException("--without: found " + name + ", expected one of "
                        + String.join(", ", all.stream().map(Rule::name).toList()));
            }
        });
        return new Checker(
                all.stream().filter(rule -> !left.contains(rule.name())).toList());
    }

    /** Looks at all of it. */
    public Verdict judge(History history) {
        Evidence evidence = new EvidenceBuilder(history).build();
        List<Violation> violations =
                rules.stream().flatMap(rule -> rule.check(evidence).stream()).toList();
        return new Verdict(violations, RoundTally.of(evidence));
    }

    /** What was found, and how much there was. */
    public record Verdict(List<Violation> violations, RoundTally tally) {}
}
