package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows are named after the rules of Flashduty's routes. */
class RuleSetTest {
    private static final List<ConditionDefinition> ALWAYS = List.of();
    private static final List<ConditionDefinition> NEVER = List.of(TestRules.in("labels.none", "*"));

    static Stream<Arguments> walks() {
        return Stream.of(
                row("no case: the default", List.of(), "catch-all"),
                row("no case matched: the default", List.of(TestRules.stop(NEVER, "infra")), "catch-all"),
                row("an empty if matches everything", List.of(TestRules.stop(ALWAYS, "infra")), "infra"),
                row(
                        "without fallthrough the walk stops",
                        List.of(TestRules.stop(ALWAYS, "infra"), TestRules.stop(ALWAYS, "night")),
                        "infra"),
                row(
                        "with fallthrough it continues",
                        List.of(
                                TestRules.goOn(ALWAYS, "infra"),
                                TestRules.stop(ALWAYS, "night"),
                                TestRules.goOn(ALWAYS, "payments")),
                        "infra",
                        "night"),
                row(
                        "a case that did not match stops nothing",
                        List.of(TestRules.stop(NEVER, "infra"), TestRules.stop(ALWAYS, "night")),
                        "night"),
                row("fallthrough at the end: no default besides", List.of(TestRules.goOn(ALWAYS, "infra")), "infra"),
                row(
                        "the same channel once, at its first place",
                        List.of(
                                TestRules.goOn(ALWAYS, "night", "infra", "night"),
                                TestRules.goOn(ALWAYS, "infra", "payments")),
                        "night",
                        "infra",
                        "payments"),
                row(
                        "name_mapping: the label's value is the channel",
                        List.of(TestRules.mapping(ALWAYS, "labels.team", false)),
                        "payments"),
                row(
                        "name_mapping: the label without its prefix",
                        List.of(TestRules.mapping(ALWAYS, "team", false)),
                        "payments"),
                row(
                        "name_mapping: a label with dots",
                        List.of(TestRules.mapping(ALWAYS, "labels.app.team", false)),
                        "night"),
                row(
                        "name_mapping: exactly, so case matters",
                        List.of(TestRules.mapping(ALWAYS, "owner", false)),
                        "catch-all"),
                row("name_mapping: no such label", List.of(TestRules.mapping(ALWAYS, "nobody", false)), "catch-all"),
                row(
                        "name_mapping: only when the case matches",
                        List.of(TestRules.mapping(NEVER, "team", false)),
                        "catch-all"),
                row(
                        "name_mapping without a channel stops all the same",
                        List.of(TestRules.mapping(ALWAYS, "owner", false), TestRules.stop(ALWAYS, "infra")),
                        "catch-all"),
                row(
                        "name_mapping without a channel continues with fallthrough",
                        List.of(TestRules.mapping(ALWAYS, "owner", true), TestRules.stop(ALWAYS, "infra")),
                        "infra"),
                row(
                        "name_mapping without a channel: no default if another case gave one",
                        List.of(TestRules.goOn(ALWAYS, "infra"), TestRules.mapping(ALWAYS, "owner", false)),
                        "infra"),
                row(
                        "name_mapping of a channel that is there already",
                        List.of(TestRules.goOn(ALWAYS, "payments", "infra"), TestRules.mapping(ALWAYS, "team", false)),
                        "payments",
                        "infra"));
    }

    private static Arguments row(String rule, List<CaseDefinition> cases, String... channels) {
        return Arguments.of(rule, cases, List.of(channels));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("walks")
    void walksTheCasesAsFlashdutysRoutesDo(String rule, List<CaseDefinition> cases, List<String> channels) {
        Facts facts = TestRules.alert(Map.of("team", "payments", "owner", "Payments", "app.team", "night"));

        assertThat(TestRules.compiled(TestRules.shared(cases, "catch-all"))
                        .decide(facts)
                        .channels())
                .as(rule)
                .isEqualTo(channels);
    }

    @Test
    void saysWhichCasesMatchedAndWhatEachGave() {
        RuleSet rules = TestRules.compiled(
                TestRules.stop(NEVER, "night"),
                TestRules.goOn(List.of(TestRules.in("severity", "Critical")), "infra", "payments"),
                TestRules.mapping(ALWAYS, "team", false));

        Decision decision = rules.decide(TestRules.alert("team", "payments"));

        assertThat(decision.matched())
                .containsExactly(
                        new MatchedCase(2, "severity IN Critical", List.of("infra", "payments")),
                        new MatchedCase(3, "", List.of("payments")));
        assertThat(decision.byDefault()).isFalse();
        assertThat(decision.failures()).isEmpty();
        assertThat(decision.version()).isEqualTo(rules.version());
    }

    @Test
    void aDefaultMayHaveSeveralChannelsByIdOrByName() {
        RuleSet rules = TestRules.compiled(new RuleSetDefinition(
                List.of(),
                Optional.of(new DefaultDefinition(
                        List.of(new ChannelReference.ById(103), new ChannelReference.ByName("infra"))))));

        Decision decision = rules.decide(TestRules.alert(Map.of()));

        assertThat(decision.channels()).containsExactly("night", "infra");
        assertThat(decision.byDefault()).isTrue();
        assertThat(decision.matched()).isEmpty();
    }

    @Test
    void aDedicatedIntegrationHasOneChannelForEveryAlert() {
        RuleSet rules = RuleSet.dedicated("payments");

        Decision decision = rules.decide(TestRules.alert("team", "infra"));

        assertThat(decision.channels()).containsExactly("payments");
        assertThat(decision.byDefault()).isFalse();
        assertThat(decision.why()).isEqualTo("dedicated");
        assertThat(decision.version()).isEqualTo(rules.version()).matches("[0-9a-f]{12}");
    }

    @Test
    void laterChangesOfWhatItWasMadeFromChangeNothing() {
        List<CaseDefinition> cases = new ArrayList<>(List.of(TestRules.stop(ALWAYS, "infra")));
        RuleSetDefinition definition = TestRules.shared(cases, "catch-all");
        cases.clear();

        assertThat(TestRules.compiled(definition)
                        .decide(TestRules.alert(Map.of()))
                        .channels())
                .containsExactly("infra");
    }

    @Test
    void aDecisionWithoutChannelCannotBeMade() {
        assertThatThrownBy(() -> new Decision(List.of(), List.of(), true, List.of(), "0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("would be lost");
    }
}
