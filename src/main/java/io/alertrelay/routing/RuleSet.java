package io.alertrelay.routing;

import io.alertrelay.record.RuleSetDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Decides to which channels an alert goes. Immutable and thread-safe; the package's description has the algorithm. */
public final class RuleSet {
    private final String version;
    private final Function<Facts, CaseMatches> cases;
    private final List<String> byDefault;
    private final Function<Facts, Explanation> reason;
    private final Optional<CaseWalk> walk;
    private final Optional<RuleSetDefinition> definition;

    private RuleSet(
            String version,
            Function<Facts, CaseMatches> cases,
            List<String> byDefault,
            Function<Facts, Explanation> reason,
            Optional<CaseWalk> walk,
            Optional<RuleSetDefinition> definition) {
        this.version = version;
        this.cases = cases;
        this.byDefault = byDefault;
        this.reason = reason;
        this.walk = walk;
        this.definition = definition;
    }

    /**
     * Checks the rules against Flashduty's route model and the existing channels, and compiles them.
     *
     * @throws InvalidRuleSetException if anything is wrong with them; it holds all problems at once
     */
    public static RuleSet compile(RuleSetDefinition definition, ChannelDirectory channels)
            throws InvalidRuleSetException {
        RulePlace root = RulePlace.root();
        CaseWalk walk = new RuleSetCompiler(channels).compile(definition, root);
        if (!root.problems().isEmpty()) {
            throw new InvalidRuleSetException(root.problems());
        }
        return of(walk, Optional.of(definition));
    }

    /** The rules of a dedicated integration: every alert goes to {@code channel}. */
    public static RuleSet dedicated(String channel) {
        String version = new CanonicalForm().add("dedicated").add(channel).version();
        CaseMatches always = new CaseMatches(List.of(channel), List.of(), List.of());
        Explanation same = new Explanation(always.decision(version), List.of(), List.of());
        return new RuleSet(version, facts -> always, List.of(), facts -> same, Optional.empty(), Optional.empty());
    }

    static RuleSet of(CaseWalk walk) {
        return of(walk, Optional.empty());
    }

    private static RuleSet of(CaseWalk walk, Optional<RuleSetDefinition> definition) {
        return new RuleSet(
                walk.version(), walk::matches, walk.byDefault(), walk::explain, Optional.of(walk), definition);
    }

    /** Decides where the alert goes, and why. Never throws, and never decides for no channel. */
    public Decision decide(Facts facts) {
        CaseMatches matches = matches(facts);
        return matches.areEnough() ? byCases(matches) : withDefault(matches);
    }

    /** Evaluates the cases for the alert; for a dedicated integration they are always enough. Never throws. */
    public CaseMatches matches(Facts facts) {
        return cases.apply(facts);
    }

    /** The decision if the cases are enough. */
    public Decision byCases(CaseMatches matches) {
        return matches.decision(version);
    }

    /** The decision if the default is used as well. */
    public Decision withDefault(CaseMatches matches) {
        return matches.withDefault(byDefault, version);
    }

    /**
     * The decision with the result of each case. Evaluates all of them, so it is for people and not for every alert.
     */
    public Explanation explain(Facts facts) {
        return reason.apply(facts);
    }

    /**
     * The alert's values of the keys used by the cases that matched it, by key as rules write it; empty if it does not
     * have the key.
     *
     * @param decision of these rules, for these facts
     */
    public Map<String, Optional<String>> values(Facts facts, Decision decision) {
        return walk.map(w -> w.values(facts, decision)).orElse(Map.of());
    }

    /** The cases whose channel is named by a label: the bare name of the label by the number of the case, from 1. */
    public Map<Integer, String> mappings() {
        Map<Integer, String> labels = new TreeMap<>();
        walk.map(CaseWalk::cases).orElse(List.of()).forEach(one -> {
            if (one.target() instanceof CaseTarget.Mapped mapped) {
                labels.put(one.number(), mapped.label());
            }
        });
        return labels;
    }

    /** The warnings about the rules. */
    public RuleLint lint() {
        return walk.map(RuleLint::of).orElseGet(() -> RuleLint.dedicated(decide(RuleLint.ANY)));
    }

    /** The rules as written; empty for a dedicated integration, which has none. */
    public Optional<RuleSetDefinition> definition() {
        return definition;
    }

    /**
     * The content address of the rules: 12 hexadecimal digits of a SHA-256. Rules that mean the same channels by id or
     * by name, or the same key by its older name, have the same version, on every machine.
     */
    public String version() {
        return version;
    }
}
