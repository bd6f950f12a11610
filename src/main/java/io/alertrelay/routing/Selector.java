package io.alertrelay.routing;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Conditions in the syntax of rules that select alerts. Immutable and thread-safe. */
public final class Selector {
    private static final String CHOSEN = "chosen";
    private static final String REST = "rest";

    private final RuleSet rules;

    private Selector(RuleSet rules) {
        this.rules = rules;
    }

    /**
     * Checks and compiles the conditions.
     *
     * @param conditions all must hold; if there are none, all alerts are selected
     * @throws InvalidRuleSetException if anything is wrong with them; its paths begin with {@code cases[0].if}
     */
    public static Selector of(List<ConditionDefinition> conditions) throws InvalidRuleSetException {
        CaseDefinition only =
                new CaseDefinition(conditions, List.of(named(CHOSEN)), false, RoutingMode.STANDARD, Optional.empty());
        return new Selector(RuleSet.compile(
                new RuleSetDefinition(List.of(only), Optional.of(new DefaultDefinition(List.of(named(REST))))),
                new Names()));
    }

    /** Whether the conditions hold for the alert. */
    public boolean chooses(Facts facts) {
        return rules.decide(facts).channels().contains(CHOSEN);
    }

    private static ChannelReference named(String name) {
        return new ChannelReference.ByName(name);
    }

    private static final class Names implements ChannelDirectory {
        @Override
        public Optional<String> nameOf(long id) {
            return Optional.empty();
        }

        @Override
        public boolean exists(String name) {
            return names().contains(name);
        }

        @Override
        public Set<String> names() {
            return Set.of(CHOSEN, REST);
        }
    }
}
