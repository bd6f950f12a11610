package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.RuleSetDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What holds of every rule set and every alert, tried on random ones. */
class RuleSetPropertyTest {
    private static final int RULE_SETS = 600;
    private static final int ALERTS_EACH = 10;

    @Test
    void agreesWithThePlainReadingOfTheRules() {
        forEach((rules, definition, facts, seed) -> {
            PlainReading plain = new PlainReading(definition, Set.copyOf(TestRules.CHANNELS.values()));
            Decision decision = rules.decide(facts);

            assertThat(decision.channels())
                    .as("channels, %s %s %s", seed, definition, facts)
                    .isEqualTo(plain.channels(facts));
            assertThat(decision.matched().stream().map(MatchedCase::number).toList())
                    .as("cases, %s %s %s", seed, definition, facts)
                    .isEqualTo(plain.matched(facts));
        });
    }

    @Test
    void everyAlertGoesToSomeExistingChannelOnce() {
        forEach((rules, definition, facts, seed) -> assertThat(
                        rules.decide(facts).channels())
                .as("%s %s %s", seed, definition, facts)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .isSubsetOf(TestRules.CHANNELS.values()));
    }

    @Test
    void nothingIsAskedAfterTheFirstMatchWithoutFallthrough() {
        forEach((rules, definition, facts, seed) -> {
            List<Integer> matched = rules.decide(facts).matched().stream()
                    .map(MatchedCase::number)
                    .toList();

            assertThat(matched.stream().limit(Math.max(0, matched.size() - 1)))
                    .as("%s %s %s", seed, definition, facts)
                    .allMatch(number -> definition.cases().get(number - 1).fallthrough());
        });
    }

    @Test
    void theDefaultIsUsedExactlyWhenNoCaseGaveAChannel() {
        forEach((rules, definition, facts, seed) -> {
            Decision decision = rules.decide(facts);

            assertThat(decision.byDefault())
                    .as("%s %s %s", seed, definition, facts)
                    .isEqualTo(decision.matched().stream()
                            .allMatch(m -> m.channels().isEmpty()));
            assertThat(decision.failures()).as(seed).isEmpty();
        });
    }

    @Test
    void decidesTheSameAgainAndWhenCompiledAgain() {
        forEach((rules, definition, facts, seed) -> {
            Decision decision = rules.decide(facts);

            assertThat(rules.decide(facts)).as(seed).isEqualTo(decision);
            assertThat(TestRules.compiled(definition).decide(facts)).as(seed).isEqualTo(decision);
        });
    }

    @Test
    void theRandomRulesAndAlertsReachEveryEnd() {
        Set<String> ends = new HashSet<>();
        forEach((rules, definition, facts, seed) -> {
            Decision decision = rules.decide(facts);
            ends.add(
                    decision.matched().isEmpty()
                            ? "none matched"
                            : decision.byDefault()
                                    ? "no channel"
                                    : decision.matched().size() == 1 ? "one" : "several");
        });

        assertThat(ends).containsExactlyInAnyOrder("none matched", "no channel", "one", "several");
    }

    private interface Property {
        void check(RuleSet rules, RuleSetDefinition definition, Facts facts, String seed);
    }

    private static void forEach(Property property) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < RULE_SETS; i++) {
            RuleSetDefinition definition = RandomRules.rules(random);
            RuleSet rules = TestRules.compiled(definition);
            for (int j = 0; j < ALERTS_EACH; j++) {
                property.check(rules, definition, RandomRules.facts(random), "seed " + seed);
            }
        }
    }
}
