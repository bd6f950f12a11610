package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RuleSetDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An explanation tells of every case what came of it, and is about the decision that routing makes. */
class ExplanationTest {
    private static final List<ConditionDefinition> ALWAYS = List.of();

    @Test
    void saysOfEachCaseWhyItDidOrDidNotMatchAndWhichOneEndedTheSearch() {
        RuleSet rules = TestRules.compiled(
                TestRules.stop(
                        List.of(TestRules.in("severity", "Critical"), TestRules.in("labels.env", "prod", "pre-*")),
                        "infra"),
                TestRules.stop(List.of(TestRules.in("labels.region", "cn-*")), "infra"),
                TestRules.goOn(List.of(TestRules.in("labels.env", "dev")), "night"),
                TestRules.mapping(ALWAYS, "team", false),
                TestRules.stop(ALWAYS, "infra"));

        Explanation explanation = rules.explain(TestRules.alert(Map.of("env", "dev", "team", "payments")));

        assertThat(explanation.cases())
                .extracting(CaseExplanation::outcome)
                .containsExactly(
                        new CaseOutcome.Unmatched(1, "labels.env", "IN", Optional.of("dev"), List.of("prod", "pre-*")),
                        new CaseOutcome.Unmatched(0, "labels.region", "IN", Optional.empty(), List.of("cn-*")),
                        new CaseOutcome.Matched(List.of("night"), Optional.empty(), false),
                        new CaseOutcome.Matched(
                                List.of("payments"),
                                Optional.of(new CaseOutcome.Mapping("team", Optional.of("payments"))),
                                true),
                        new CaseOutcome.NotReached(4));
        assertThat(explanation.origins())
                .containsExactly(
                        new Explanation.ChannelOrigin("night", List.of(3), false),
                        new Explanation.ChannelOrigin("payments", List.of(4), false));
    }

    @Test
    void saysThatAMappingFoundNoChannelAndTheDefaultWasUsed() {
        RuleSet rules = TestRules.compiled(TestRules.mapping(ALWAYS, "labels.team", false));

        Explanation explanation = rules.explain(TestRules.alert("team", "nobody"));

        assertThat(explanation.cases().get(0).outcome())
                .isEqualTo(new CaseOutcome.Matched(
                        List.of(), Optional.of(new CaseOutcome.Mapping("team", Optional.of("nobody"))), true));
        assertThat(explanation.origins()).containsExactly(new Explanation.ChannelOrigin("catch-all", List.of(), true));
    }

    @Test
    void namesTheFailureOfACaseThatFailed() {
        ValuePattern boom = new ValuePattern("/x/", value -> {
            throw new IllegalStateException("boom");
        });
        RoutingCase failing = new RoutingCase(
                1,
                List.of(new Condition(FactKey.Field.TITLE, Operator.IN, List.of(boom))),
                new CaseTarget.Listed(List.of("infra")),
                false);

        Explanation explanation =
                new CaseWalk(List.of(failing), List.of("catch-all")).explain(TestRules.alert(Map.of()));

        assertThat(explanation.cases().get(0).outcome())
                .isEqualTo(new CaseOutcome.Failed("IllegalStateException: boom"));
    }

    @Test
    void aConditionThatWouldFailDoesNotHideTheOneThatDoesNotHold() {
        ValuePattern boom = new ValuePattern("/x/", value -> {
            throw new IllegalStateException("boom");
        });
        RoutingCase one = new RoutingCase(
                1,
                List.of(
                        new Condition(FactKey.Field.TITLE, Operator.IN, List.of(boom)),
                        new Condition(
                                new FactKey.Label("app"),
                                Operator.IN,
                                List.of(new ValuePattern("a", new ExactMatcher("a"))))),
                new CaseTarget.Listed(List.of("infra")),
                false);

        Explanation explanation = new CaseWalk(List.of(one), List.of("catch-all")).explain(TestRules.alert("app", "b"));

        assertThat(explanation.decision().failures()).isEmpty();
        assertThat(explanation.cases().get(0).outcome())
                .isEqualTo(new CaseOutcome.Unmatched(1, "labels.app", "IN", Optional.of("b"), List.of("a")));
    }

    @Test
    void agreesWithRoutingForRandomRulesAndAlerts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            RuleSetDefinition definition = RandomRules.rules(random, 8);
            RuleSet rules = TestRules.compiled(definition);
            Facts facts = RandomRules.facts(random);
            PlainReading plain = new PlainReading(definition, java.util.Set.copyOf(TestRules.CHANNELS.values()));

            Explanation explanation = rules.explain(facts);

            assertThat(explanation.decision()).isEqualTo(rules.decide(facts));
            assertThat(explanation.cases())
                    .as("seed %s %s %s", seed, definition, facts)
                    .filteredOn(c -> c.outcome() instanceof CaseOutcome.Matched)
                    .extracting(CaseExplanation::number)
                    .isEqualTo(plain.matched(facts));
            assertThat(explanation.cases())
                    .as("seed %s %s %s", seed, definition, facts)
                    .allSatisfy(c -> checkUnmatched(c, definition, facts));
            assertThat(explanation.origins())
                    .as("seed %s", seed)
                    .extracting(Explanation.ChannelOrigin::channel)
                    .isEqualTo(plain.channels(facts));
            assertThat(explanation.origins())
                    .allMatch(origin -> origin.byDefault() || !origin.cases().isEmpty());
        }
    }

    /** The condition that is named does not hold, and all before it do, when each is alone in a case. */
    private static void checkUnmatched(CaseExplanation explained, RuleSetDefinition definition, Facts facts) {
        if (explained.outcome() instanceof CaseOutcome.Unmatched unmatched) {
            List<ConditionDefinition> conditions =
                    definition.cases().get(explained.number() - 1).conditions();
            for (int i = 0; i <= unmatched.index(); i++) {
                boolean holds = !TestRules.compiled(TestRules.stop(List.of(conditions.get(i)), "infra"))
                        .decide(facts)
                        .byDefault();
                assertThat(holds).isEqualTo(i < unmatched.index());
            }
            assertThat(unmatched.vals())
                    .isEqualTo(conditions.get(unmatched.index()).vals());
        }
    }
}
