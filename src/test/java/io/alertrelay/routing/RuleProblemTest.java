package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleProblemTest {
    private static final String NONE = "";

    static Stream<Arguments> values() {
        return Stream.of(
                value("[a", "RE2 says: missing closing ]", "/[a/", NONE),
                value("look ahead", "RE2 says: invalid or unsupported Perl syntax", "/(?=a)/", NONE),
                value("back reference", "RE2 says: invalid escape sequence", "/(a)\\1/", NONE),
                value("nothing between the slashes", "match every value", "//", "*"),
                value("bare address", "address/prefix", "cidr:10.0.0.1", "cidr:10.0.0.1/32"),
                value("bare IPv6 address", "address/prefix", "cidr:::1", "cidr:::1/128"),
                value("prefix too long", "address/prefix", "cidr:10.0.0.0/33", NONE),
                value("host name", "address/prefix", "cidr:localhost/8", NONE),
                value("wildcard address", "address/prefix", "cidr:10.*", NONE),
                value("no prefix", "address/prefix", "cidr:10.0.0.0/", NONE),
                value("unknown comparison", "gt, ge, lt or le", "num:gte:90", "num:ge:90"),
                value("no number", "a decimal", "num:gt:high", NONE),
                value("no bound", "num:gt:90", "num:gt", NONE),
                value("a bound out of bounds", "a decimal", "num:gt:1e999999999", NONE));
    }

    private static Arguments value(String what, String expected, String value, String suggestion) {
        return Arguments.of(what, value, expected, suggestion);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("values")
    void aValueThatIsNoneOfItsForm(String what, String value, String expected, String suggestion) {
        RuleProblem problem = onlyProblem(TestRules.shared(
                TestRules.stop(List.of(TestRules.in("title", "a"), TestRules.in("labels.x", "ok", value)), "infra")));

        assertThat(problem.path()).as(what).isEqualTo("cases[0].if[1].vals[1]");
        assertThat(problem.found()).isEqualTo(value);
        assertThat(problem.expected()).contains(expected);
        assertThat(problem.suggestion().orElse(NONE)).isEqualTo(suggestion);
    }

    static Stream<Arguments> conditions() {
        return Stream.of(
                condition("misspelt field", "sevrity", "IN", "key", "sevrity", "severity"),
                condition("field in capitals", "Title", "IN", "key", "Title", "title"),
                condition("label without prefix", "team", "IN", "key", "team", "labels.team"),
                condition("label with a wrong prefix", "label.team", "IN", "key", "label.team", "labels.team"),
                condition("dotted label, wrong prefix", "Lables.a.b", "IN", "key", "Lables.a.b", "labels.a.b"),
                condition("label without name", "labels.", "IN", "key", "labels.", NONE),
                condition("just labels", "labels", "IN", "key", "labels", NONE),
                condition("nothing like it", "annotations.x", "IN", "key", "annotations.x", NONE),
                condition("no key", "", "IN", "key", "", NONE),
                condition("operator in small letters", "title", "in", "oper", "in", "IN"),
                condition("operator with a space", "title", "NOT IN", "oper", "NOT IN", "NOTIN"),
                condition("operator of another kind", "title", "==", "oper", "==", NONE),
                condition("no operator", "title", "", "oper", "", NONE));
    }

    private static Arguments condition(
            String what, String key, String oper, String field, String found, String suggestion) {
        return Arguments.of(what, new ConditionDefinition(key, oper, List.of("a")), field, found, suggestion);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conditions")
    void aConditionThatCannotBeAsked(
            String what, ConditionDefinition condition, String field, String found, String suggestion) {
        RuleProblem problem = onlyProblem(
                TestRules.shared(TestRules.goOn(List.of(), "infra"), TestRules.stop(List.of(condition), "infra")));

        assertThat(problem.path()).as(what).isEqualTo("cases[1].if[0]." + field);
        assertThat(problem.found()).isEqualTo(found);
        assertThat(problem.suggestion().orElse(NONE)).isEqualTo(suggestion);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("severities")
    void aSeverityThatDoesNotExist(String key, String value, String suggestion) {
        RuleProblem problem =
                onlyProblem(TestRules.shared(TestRules.stop(List.of(TestRules.notIn(key, value)), "infra")));

        assertThat(problem.path()).isEqualTo("cases[0].if[0].vals[0]");
        assertThat(problem.expected()).isEqualTo("Critical, Warning, Info, or a pattern");
        assertThat(problem.suggestion().orElse(NONE)).isEqualTo(suggestion);
    }

    static Stream<Arguments> severities() {
        return Stream.of(
                Arguments.of("severity", "critical", "Critical"),
                Arguments.of("alert_severity", "WARNING", "Warning"),
                Arguments.of("event_severity", "Warn", NONE),
                Arguments.of("incident_severity", "P1", NONE),
                Arguments.of("severity", "", NONE));
    }

    static Stream<Arguments> ruleSets() {
        List<ChannelReference> none = List.of();
        List<ChannelReference> some = TestRules.byName("infra");
        return Stream.of(
                rules(
                        "no default",
                        new RuleSetDefinition(List.of(TestRules.stop(List.of(), "infra")), Optional.empty()),
                        "default",
                        "would be dropped silently"),
                rules(
                        "an empty default",
                        TestRules.shared(List.of()),
                        "default.channel_ids",
                        "would be dropped silently"),
                rules(
                        "no values",
                        TestRules.shared(TestRules.stop(List.of(TestRules.in("title")), "infra")),
                        "cases[0].if[0].vals",
                        "at least one value"),
                rules(
                        "standard without channels",
                        TestRules.shared(TestRules.stop(List.of())),
                        "cases[0].channel_ids",
                        "at least one channel"),
                rules(
                        "standard with a label",
                        TestRules.shared(new CaseDefinition(
                                List.of(), some, false, RoutingMode.STANDARD, Optional.of("labels.team"))),
                        "cases[0].name_mapping_label",
                        "must be name_mapping"),
                rules(
                        "name_mapping without a label",
                        TestRules.shared(
                                new CaseDefinition(List.of(), none, false, RoutingMode.NAME_MAPPING, Optional.empty())),
                        "cases[0].name_mapping_label",
                        "like labels.team or team"),
                rules(
                        "name_mapping with a blank label",
                        TestRules.shared(TestRules.mapping(List.of(), " ", false)),
                        "cases[0].name_mapping_label",
                        "like labels.team or team"),
                rules(
                        "name_mapping with only the prefix",
                        TestRules.shared(TestRules.mapping(List.of(), "labels.", false)),
                        "cases[0].name_mapping_label",
                        "like labels.team or team"),
                rules(
                        "name_mapping with channels",
                        TestRules.shared(new CaseDefinition(
                                List.of(), some, false, RoutingMode.NAME_MAPPING, Optional.of("team"))),
                        "cases[0].channel_ids",
                        "must be standard"));
    }

    private static Arguments rules(String what, RuleSetDefinition rules, String path, String expected) {
        return Arguments.of(what, rules, path, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ruleSets")
    void aRuleSetThatCouldLoseAnAlertOrMeansTwoThings(
            String what, RuleSetDefinition rules, String path, String expected) {
        RuleProblem problem = onlyProblem(rules);

        assertThat(problem.path()).as(what).isEqualTo(path);
        assertThat(problem.expected()).contains(expected);
    }

    @Test
    void saysHowToWriteADefault() {
        assertThat(onlyProblem(new RuleSetDefinition(List.of(), Optional.empty()))
                        .expected())
                .contains("\"default\": {\"channel_ids\": [");
    }

    @Test
    void aBlankLabelOfAStandardCaseIsNone() {
        CaseDefinition exported =
                new CaseDefinition(List.of(), TestRules.byName("infra"), false, RoutingMode.STANDARD, Optional.of(""));

        assertThat(problems(TestRules.shared(exported))).isEmpty();
    }

    @Test
    void aChannelThatDoesNotExist() {
        CaseDefinition unknown = new CaseDefinition(
                List.of(),
                List.of(
                        new ChannelReference.ByName("infra"),
                        new ChannelReference.ByName("paymets"),
                        new ChannelReference.ById(1033),
                        new ChannelReference.ById(9)),
                false,
                RoutingMode.STANDARD,
                Optional.empty());
        String names = " of a configured channel (there are catch-all, infra, night, payments)";

        assertThat(problems(TestRules.shared(List.of(unknown), "Infra")))
                .containsExactly(
                        new RuleProblem(
                                "cases[0].channel_ids[1]", "paymets", "the name" + names, Optional.of("payments")),
                        new RuleProblem("cases[0].channel_ids[2]", "1033", "the id" + names, Optional.empty()),
                        new RuleProblem("cases[0].channel_ids[3]", "9", "the id" + names, Optional.empty()),
                        new RuleProblem("default.channel_ids[0]", "Infra", "the name" + names, Optional.of("infra")));
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        RuleSetDefinition wrong = new RuleSetDefinition(
                List.of(
                        TestRules.stop(
                                List.of(new ConditionDefinition("sevrity", "is", List.of("/(/", "cidr:x"))), "nope"),
                        TestRules.mapping(List.of(TestRules.in("severity", "high")), "", true)),
                Optional.empty());

        InvalidRuleSetException thrown = catchThrowableOfType(
                InvalidRuleSetException.class, () -> RuleSet.compile(wrong, TestRules.directory()));

        assertThat(thrown.problems())
                .extracting(RuleProblem::path)
                .containsExactly(
                        "cases[0].if[0].key",
                        "cases[0].if[0].oper",
                        "cases[0].if[0].vals[0]",
                        "cases[0].if[0].vals[1]",
                        "cases[0].channel_ids[0]",
                        "cases[1].if[0].vals[0]",
                        "cases[1].name_mapping_label",
                        "default");
        assertThat(thrown.getMessage().lines()).hasSize(8);
    }

    @Test
    void isOneLineForAPerson() {
        assertThat(new RuleProblem("cases[0].if[1].oper", "in", "IN or NOTIN", Optional.of("IN")))
                .hasToString("cases[0].if[1].oper: found \"in\", expected IN or NOTIN (did you mean \"IN\"?)");
        assertThat(new RuleProblem("default", "", "a channel", Optional.empty()))
                .hasToString("default: found nothing, expected a channel");
    }

    @Test
    void whatWasFoundIsCutAndInOneLine() {
        RuleProblem problem = onlyProblem(TestRules.shared(TestRules.stop(
                List.of(TestRules.in("title", "/(\n" + "x".repeat(3_000) + "/")), "infra")));

        assertThat(problem.found()).startsWith("/( xxx").hasSize(100);
        assertThat(problem.toString()).hasLineCount(1);
    }

    @Test
    void aSuggestionThatCouldNotBeWrittenAsItStandsIsNotMade() {
        RuleProblem problem =
                onlyProblem(TestRules.shared(TestRules.stop(List.of(TestRules.in("label.a\nb", "x")), "infra")));

        assertThat(problem.suggestion()).isEmpty();
        assertThat(problem.toString()).hasLineCount(1);
    }

    private static RuleProblem onlyProblem(RuleSetDefinition rules) {
        List<RuleProblem> problems = problems(rules);
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    private static List<RuleProblem> problems(RuleSetDefinition rules) {
        try {
            RuleSet.compile(rules, TestRules.directory());
            return List.of();
        } catch (InvalidRuleSetException e) {
            return e.problems();
        }
    }
}
