package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VersionTest {
    private static final CaseDefinition CASE = Rules.goOn(List.of(Rules.in("severity", "Critical")), "infra");

    @Test
    void isTheSameOnEveryMachineForEver() {
        assertThat(Rules.compiled(CASE, Rules.mapping(List.of(Rules.in("labels.team", "*")), "team", false))
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

        assertThat(Rules.compiled(byId).version())
                .isEqualTo(Rules.compiled(CASE).version());
    }

    @Test
    void theIdsOfTheChannelsAreNoPartOfIt() throws InvalidRuleSetException {
        ChannelDirectory elsewhere = new Rules.Directory(Map.of(7L, "infra", 8L, "catch-all"));

        assertThat(RuleSet.compile(Rules.shared(CASE), elsewhere).version())
                .isEqualTo(Rules.compiled(CASE).version());
    }

    static Stream<Arguments> sameMeaning() {
        return Stream.of(
                Arguments.of(
                        "an older name of the severity",
                        CASE,
                        Rules.goOn(List.of(Rules.in("incident_severity", "Critical")), "infra")),
                Arguments.of(
                        "a label with and without its prefix",
                        Rules.mapping(List.of(), "labels.team", false),
                        Rules.mapping(List.of(), "team", false)),
                Arguments.of(
                        "a channel twice",
                        CASE,
                        Rules.goOn(List.of(Rules.in("severity", "Critical")), "infra", "infra")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sameMeaning")
    void isTheSameForTheSameMeaning(String what, CaseDefinition one, CaseDefinition other) {
        assertThat(Rules.compiled(one).version())
                .as(what)
                .isEqualTo(Rules.compiled(other).version());
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("no case", Rules.shared()),
                Arguments.of("twice", Rules.shared(CASE, CASE)),
                Arguments.of("default", Rules.shared(List.of(CASE), "night")),
                Arguments.of("key", Rules.shared(Rules.goOn(List.of(Rules.in("title", "Critical")), "infra"))),
                Arguments.of("oper", Rules.shared(Rules.goOn(List.of(Rules.notIn("severity", "Critical")), "infra"))),
                Arguments.of("vals", Rules.shared(Rules.goOn(List.of(Rules.in("severity", "Info")), "infra"))),
                Arguments.of("channel", Rules.shared(Rules.goOn(CASE.conditions(), "night"))),
                Arguments.of("fallthrough", Rules.shared(Rules.stop(CASE.conditions(), "infra"))),
                Arguments.of("mode", Rules.shared(Rules.mapping(CASE.conditions(), "infra", true))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void changesWithEveryPartOfTheRules(String part, RuleSetDefinition changed) {
        assertThat(Rules.compiled(changed).version())
                .as(part)
                .matches("[0-9a-f]{12}")
                .isNotEqualTo(Rules.compiled(CASE).version());
    }

    @Test
    void textsDoNotRunIntoEachOther() {
        RuleSet two = Rules.compiled(Rules.goOn(List.of(Rules.in("title", "a", "b")), "infra"));
        RuleSet one = Rules.compiled(Rules.goOn(List.of(Rules.in("title", "a1:b")), "infra"));
        RuleSet other = Rules.compiled(Rules.goOn(List.of(Rules.in("title", "ab", "")), "infra"));

        assertThat(List.of(one.version(), two.version(), other.version())).doesNotHaveDuplicates();
    }
}
