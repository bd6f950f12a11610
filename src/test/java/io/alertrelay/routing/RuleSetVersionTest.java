package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleSetVersionTest {
    private static final CaseDefinition CASE = TestRules.goOn(List.of(TestRules.in("severity", "Critical")), "infra");

    @Test
    void isTheSameOnEveryMachineForEver() {
        assertThat(TestRules.compiled(CASE, TestRules.mapping(List.of(TestRules.in("labels.team", "*")), "team", false))
                        .version())
                .isEqualTo("4ffd05021c7e");
        assertThat(RuleSet.dedicated("payments").version()).isEqualTo("11af273844d4");
    }

    @Test
    void aChannelByIdIsTheChannelByName() {
        CaseDefinition byId = new CaseDefinition(
                CASE.conditions(),
                List.of(new ChannelReference.ById(102)),
                true,
                RoutingMode.STANDARD,
                Optional.empty());

        assertThat(TestRules.compiled(byId).version())
                .isEqualTo(TestRules.compiled(CASE).version());
    }

    @Test
    void theIdsOfTheChannelsAreNoPartOfIt() throws InvalidRuleSetException {
        ChannelDirectory elsewhere = new TestRules.Directory(Map.of(7L, "infra", 8L, "catch-all"));

        assertThat(RuleSet.compile(TestRules.shared(CASE), elsewhere).version())
                .isEqualTo(TestRules.compiled(CASE).version());
    }

    static Stream<Arguments> sameMeaning() {
        return Stream.of(
                Arguments.of(
                        "an older name of the severity",
                        CASE,
                        TestRules.goOn(List.of(TestRules.in("incident_severity", "Critical")), "infra")),
                Arguments.of(
                        "a label with and without its prefix",
                        TestRules.mapping(List.of(), "labels.team", false),
                        TestRules.mapping(List.of(), "team", false)),
                Arguments.of(
                        "a channel twice",
                        CASE,
                        TestRules.goOn(List.of(TestRules.in("severity", "Critical")), "infra", "infra")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameMeaning")
    void isTheSameForTheSameMeaning(String what, CaseDefinition one, CaseDefinition other) {
        assertThat(TestRules.compiled(one).version())
                .as(what)
                .isEqualTo(TestRules.compiled(other).version());
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("no case", TestRules.shared()),
                Arguments.of("twice", TestRules.shared(CASE, CASE)),
                Arguments.of("default", TestRules.shared(List.of(CASE), "night")),
                Arguments.of(
                        "key", TestRules.shared(TestRules.goOn(List.of(TestRules.in("title", "Critical")), "infra"))),
                Arguments.of(
                        "oper",
                        TestRules.shared(TestRules.goOn(List.of(TestRules.notIn("severity", "Critical")), "infra"))),
                Arguments.of(
                        "vals", TestRules.shared(TestRules.goOn(List.of(TestRules.in("severity", "Info")), "infra"))),
                Arguments.of("channel", TestRules.shared(TestRules.goOn(CASE.conditions(), "night"))),
                Arguments.of("fallthrough", TestRules.shared(TestRules.stop(CASE.conditions(), "infra"))),
                Arguments.of("mode", TestRules.shared(TestRules.mapping(CASE.conditions(), "infra", true))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changesWithEveryPartOfTheRules(String part, RuleSetDefinition changed) {
        assertThat(TestRules.compiled(changed).version())
                .as(part)
                .matches("[0-9a-f]{12}")
                .isNotEqualTo(TestRules.compiled(CASE).version());
    }

    @Test
    void textsDoNotRunIntoEachOther() {
        RuleSet two = TestRules.compiled(TestRules.goOn(List.of(TestRules.in("title", "a", "b")), "infra"));
        RuleSet one = TestRules.compiled(TestRules.goOn(List.of(TestRules.in("title", "a1:b")), "infra"));
        RuleSet other = TestRules.compiled(TestRules.goOn(List.of(TestRules.in("title", "ab", "")), "infra"));

        assertThat(List.of(one.version(), two.version(), other.version())).doesNotHaveDuplicates();
    }
}
