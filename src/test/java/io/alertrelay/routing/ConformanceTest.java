package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RuleSetDefinition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The meaning of Flashduty's shared-integration routes, rule by rule, each on whole rule sets. What single values match
 * is in {@link ConditionTest}, how cases follow each other in {@link RuleSetTest}. Every row is also put to a second,
 * plain implementation and to the explanation.
 */
class ConformanceTest {
    private static final String DEFAULT = "catch-all";

    /** The rules, as the documentation says them. */
    private enum Rule {
        ALL_CONDITIONS("if is a flat AND list"),
        OR_BY_VALUES("OR is several vals"),
        OR_BY_CASES("OR is several cases"),
        IN("IN: some value matches"),
        NOTIN("NOTIN: none matches"),
        MISSING_IN("a missing key: IN never matches"),
        MISSING_NOTIN("a missing key: NOTIN always matches"),
        EXISTS("IN [*] is: exists"),
        ABSENT("NOTIN [*] is: absent"),
        EXACT("exact, case-sensitive"),
        EXPRESSION("/re/ is RE2 syntax, unanchored"),
        WILDCARD("* and ? over the whole value"),
        CIDR("cidr: an address in a network"),
        NUM("num: gt, ge, lt, le"),
        SEVERITY("severity and its older names"),
        FIELDS("title, description, data_source_id"),
        LABELS("labels.<name>"),
        TOP_TO_BOTTOM("cases top to bottom"),
        STOP("fallthrough false stops"),
        GO_ON("fallthrough true goes on"),
        MAPPING("name_mapping: the label's value is the channel's name, exactly"),
        MAPPING_LABEL("name_mapping_label is labels.team or team"),
        NO_MATCH_DEFAULT("the default if no case matched"),
        NO_CHANNEL_DEFAULT("the default if the matches gave no channel"),
        ONCE("the same channel once");

        private final String words;

        Rule(String words) {
            this.words = words;
        }
    }

    private record Row(Rule rule, String what, List<CaseDefinition> cases, Facts facts, List<String> channels) {
        @Override
        public String toString() {
            return rule.words + " - " + what;
        }
    }

    static Stream<Row> rows() {
        Map<String, String> prod = Map.of("env", "prod", "team", "payments");
        CaseDefinition both = to("infra", TestRules.in("labels.env", "prod"), TestRules.in("labels.team", "payments"));
        CaseDefinition either = to("infra", TestRules.in("labels.env", "prod", "pre-*"));
        return Stream.of(
                row(Rule.ALL_CONDITIONS, "both hold", prod, "infra", both),
                row(Rule.ALL_CONDITIONS, "the second does not", Map.of("env", "prod"), DEFAULT, both),
                row(Rule.ALL_CONDITIONS, "the first does not", Map.of("team", "payments"), DEFAULT, both),
                row(Rule.ALL_CONDITIONS, "none is always", Map.of(), "infra", to("infra")),
                row(
                        Rule.ALL_CONDITIONS,
                        "twice the same key",
                        Map.of("n", "7"),
                        "infra",
                        to("infra", TestRules.in("labels.n", "num:gt:5"), TestRules.in("labels.n", "num:lt:9"))),
                row(Rule.OR_BY_VALUES, "the first", prod, "infra", either),
                row(Rule.OR_BY_VALUES, "the second, of another form", Map.of("env", "pre-1"), "infra", either),
                row(Rule.OR_BY_VALUES, "neither", Map.of("env", "dev"), DEFAULT, either),
                row(
                        Rule.OR_BY_CASES,
                        "the second case",
                        Map.of("b", "1"),
                        "night",
                        to("infra", TestRules.in("labels.a", "1")),
                        to("night", TestRules.in("labels.b", "1"))),
                row(
                        Rule.IN,
                        "one of many",
                        Map.of("a", "9"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "7", "8", "9"))),
                row(
                        Rule.IN,
                        "the same value twice",
                        Map.of("a", "7"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "7", "7"))),
                row(
                        Rule.NOTIN,
                        "one matches",
                        Map.of("a", "8"),
                        DEFAULT,
                        to("infra", TestRules.notIn("labels.a", "7", "8"))),
                row(
                        Rule.NOTIN,
                        "none matches",
                        Map.of("a", "9"),
                        "infra",
                        to("infra", TestRules.notIn("labels.a", "7", "8"))),
                row(
                        Rule.NOTIN,
                        "of every form",
                        Map.of("a", "x"),
                        "infra",
                        to("infra", TestRules.notIn("labels.a", "y*", "/z/", "cidr:0.0.0.0/0", "num:ge:0", "X"))),
                row(
                        Rule.MISSING_IN,
                        "a label",
                        Map.of("b", ""),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "", "/.*/"))),
                row(
                        Rule.MISSING_NOTIN,
                        "a label",
                        Map.of("b", ""),
                        "infra",
                        to("infra", TestRules.notIn("labels.a", "", "*"))),
                row(
                        Rule.EXISTS,
                        "with any value",
                        Map.of("a", "*"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "*"))),
                row(Rule.EXISTS, "empty", Map.of("a", ""), "infra", to("infra", TestRules.in("labels.a", "*"))),
                row(Rule.EXISTS, "it does not", Map.of(), DEFAULT, to("infra", TestRules.in("labels.a", "*"))),
                row(Rule.ABSENT, "it is", Map.of(), "infra", to("infra", TestRules.notIn("labels.a", "*"))),
                row(
                        Rule.ABSENT,
                        "it is there, empty",
                        Map.of("a", ""),
                        DEFAULT,
                        to("infra", TestRules.notIn("labels.a", "*"))),
                row(
                        Rule.EXACT,
                        "the same",
                        Map.of("a", "Prod"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "Prod"))),
                row(
                        Rule.EXACT,
                        "of another case",
                        Map.of("a", "prod"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "Prod"))),
                row(
                        Rule.EXACT,
                        "with a space",
                        Map.of("a", "prod "),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "prod"))),
                row(
                        Rule.EXACT,
                        "numbers are texts",
                        Map.of("a", "90.0"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "90"))),
                row(
                        Rule.EXPRESSION,
                        "a part",
                        Map.of("a", "xaby"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "/ab/"))),
                row(
                        Rule.EXPRESSION,
                        "anchored",
                        Map.of("a", "xab"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "/^ab/"))),
                row(
                        Rule.EXPRESSION,
                        "case matters",
                        Map.of("a", "AB"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "/ab/"))),
                row(
                        Rule.EXPRESSION,
                        "alternatives",
                        Map.of("a", "b"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "/^(a|b)$/"))),
                row(
                        Rule.WILDCARD,
                        "*",
                        Map.of("a", "pre-7-x"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "pre-*"))),
                row(
                        Rule.WILDCARD,
                        "* in the middle",
                        Map.of("a", "axxb"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "a*b"))),
                row(
                        Rule.WILDCARD,
                        "the whole value",
                        Map.of("a", "xpre-7"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "pre-*"))),
                row(
                        Rule.WILDCARD,
                        "? is one",
                        Map.of("a", "web-1"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "web-?"))),
                row(
                        Rule.WILDCARD,
                        "? is not two",
                        Map.of("a", "web-12"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "web-?"))),
                row(
                        Rule.CIDR,
                        "inside",
                        Map.of("a", "10.0.0.255"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "cidr:10.0.0.0/24"))),
                row(
                        Rule.CIDR,
                        "outside",
                        Map.of("a", "10.0.1.0"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "cidr:10.0.0.0/24"))),
                row(
                        Rule.CIDR,
                        "no address",
                        Map.of("a", "ten"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "cidr:0.0.0.0/0"))),
                row(
                        Rule.NUM,
                        "gt, its bound",
                        Map.of("a", "90"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "num:gt:90"))),
                row(
                        Rule.NUM,
                        "ge, its bound",
                        Map.of("a", "90"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "num:ge:90"))),
                row(
                        Rule.NUM,
                        "lt, its bound",
                        Map.of("a", "90"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "num:lt:90"))),
                row(
                        Rule.NUM,
                        "le, its bound",
                        Map.of("a", "90"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "num:le:90"))),
                row(
                        Rule.NUM,
                        "by value",
                        Map.of("a", "100"),
                        "infra",
                        to("infra", TestRules.in("labels.a", "num:gt:90"))),
                row(
                        Rule.NUM,
                        "no number",
                        Map.of("a", "90%"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "num:ge:0"))),
                row(
                        Rule.SEVERITY,
                        "today's name",
                        Map.of(),
                        "infra",
                        to("infra", TestRules.in("severity", "Critical"))),
                row(
                        Rule.SEVERITY,
                        "alert_severity",
                        Map.of(),
                        "infra",
                        to("infra", TestRules.in("alert_severity", "Critical"))),
                row(
                        Rule.SEVERITY,
                        "event_severity",
                        Map.of(),
                        "infra",
                        to("infra", TestRules.in("event_severity", "Critical"))),
                row(
                        Rule.SEVERITY,
                        "incident_severity",
                        Map.of(),
                        DEFAULT,
                        to("infra", TestRules.notIn("incident_severity", "Critical"))),
                row(
                        Rule.SEVERITY,
                        "not the label of that name",
                        Map.of("severity", "Info"),
                        DEFAULT,
                        to("infra", TestRules.in("severity", "Info"))),
                row(Rule.FIELDS, "title", Map.of(), "infra", to("infra", TestRules.in("title", "CPU*"))),
                row(
                        Rule.FIELDS,
                        "description",
                        Map.of(),
                        "infra",
                        to("infra", TestRules.in("description", "/93\\.5/"))),
                row(
                        Rule.FIELDS,
                        "data_source_id",
                        Map.of(),
                        "infra",
                        to("infra", TestRules.in("data_source_id", "6042"))),
                row(
                        Rule.FIELDS,
                        "not the label of that name",
                        Map.of("title", "x"),
                        DEFAULT,
                        to("infra", TestRules.in("title", "x"))),
                row(
                        Rule.LABELS,
                        "with dots",
                        Map.of("a.b/c", "1"),
                        "infra",
                        to("infra", TestRules.in("labels.a.b/c", "1"))),
                row(
                        Rule.LABELS,
                        "names have case",
                        Map.of("Env", "prod"),
                        DEFAULT,
                        to("infra", TestRules.in("labels.env", "prod"))),
                row(
                        Rule.TOP_TO_BOTTOM,
                        "the first that matches",
                        prod,
                        "infra",
                        to("infra", TestRules.in("labels.env", "*")),
                        to("night", TestRules.in("labels.env", "prod"))),
                row(Rule.STOP, "the next is not asked", Map.of(), "infra", to("infra"), to("night")),
                row(
                        Rule.STOP,
                        "only by a match",
                        Map.of(),
                        "night",
                        to("infra", TestRules.in("labels.a", "*")),
                        to("night")),
                row(
                        Rule.GO_ON,
                        "the next is asked",
                        Map.of(),
                        "infra,night",
                        TestRules.goOn(List.of(), "infra"),
                        to("night"),
                        to("payments")),
                row(Rule.GO_ON, "at the end, no default", Map.of(), "infra", TestRules.goOn(List.of(), "infra")),
                row(
                        Rule.MAPPING,
                        "a channel of that name",
                        prod,
                        "payments",
                        TestRules.mapping(List.of(), "labels.team", false)),
                row(
                        Rule.MAPPING,
                        "of another case",
                        Map.of("team", "Payments"),
                        DEFAULT,
                        TestRules.mapping(List.of(), "labels.team", false)),
                row(
                        Rule.MAPPING,
                        "no pattern",
                        Map.of("team", "pay*"),
                        DEFAULT,
                        TestRules.mapping(List.of(), "labels.team", false)),
                row(
                        Rule.MAPPING,
                        "without the label",
                        Map.of(),
                        DEFAULT,
                        TestRules.mapping(List.of(), "labels.team", false)),
                row(
                        Rule.MAPPING_LABEL,
                        "labels.team",
                        prod,
                        "payments",
                        TestRules.mapping(List.of(), "labels.team", false)),
                row(Rule.MAPPING_LABEL, "team", prod, "payments", TestRules.mapping(List.of(), "team", false)),
                row(Rule.NO_MATCH_DEFAULT, "no case", Map.of(), DEFAULT),
                row(
                        Rule.NO_MATCH_DEFAULT,
                        "none matched",
                        Map.of(),
                        DEFAULT,
                        to("infra", TestRules.in("labels.a", "*"))),
                row(
                        Rule.NO_CHANNEL_DEFAULT,
                        "one matched",
                        Map.of("team", "x"),
                        DEFAULT,
                        TestRules.mapping(List.of(), "team", true)),
                row(
                        Rule.NO_CHANNEL_DEFAULT,
                        "and it stopped",
                        Map.of("team", "x"),
                        DEFAULT,
                        TestRules.mapping(List.of(), "team", false),
                        to("infra")),
                row(
                        Rule.NO_CHANNEL_DEFAULT,
                        "another gave one",
                        Map.of("team", "x"),
                        "infra",
                        TestRules.mapping(List.of(), "team", true),
                        to("infra")),
                row(
                        Rule.ONCE,
                        "listed by two cases",
                        Map.of(),
                        "infra,night",
                        TestRules.goOn(List.of(), "infra"),
                        TestRules.goOn(List.of(), "night", "infra")),
                row(
                        Rule.ONCE,
                        "listed and mapped",
                        prod,
                        "payments",
                        TestRules.goOn(List.of(), "payments"),
                        TestRules.mapping(List.of(), "team", false)),
                row(Rule.ONCE, "listed twice by one", Map.of(), "infra", TestRules.stop(List.of(), "infra", "infra")));
    }

    private static CaseDefinition to(String channel, ConditionDefinition... conditions) {
        return TestRules.stop(List.of(conditions), channel);
    }

    private static Row row(
            Rule rule, String what, Map<String, String> labels, String channels, CaseDefinition... cases) {
        return new Row(rule, what, List.of(cases), TestRules.alert(labels), List.of(channels.split(",")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void meansWhatFlashdutyMeans(Row row) {
        RuleSetDefinition definition = TestRules.shared(row.cases(), DEFAULT);
        RuleSet rules = TestRules.compiled(definition);

        assertThat(rules.decide(row.facts()).channels()).isEqualTo(row.channels());
        assertThat(rules.explain(row.facts()).decision()).isEqualTo(rules.decide(row.facts()));
        assertThat(new PlainReading(definition, Set.copyOf(TestRules.CHANNELS.values())).channels(row.facts()))
                .isEqualTo(row.channels());
    }

    @Test
    void everyRuleHasARow() {
        assertThat(rows().map(Row::rule).collect(Collectors.toSet())).isEqualTo(EnumSet.allOf(Rule.class));
    }

    @Test
    void withoutCaseAndDefaultTheRulesAreRefused() {
        assertThatThrownBy(() ->
                        RuleSet.compile(new RuleSetDefinition(List.of(), Optional.empty()), TestRules.directory()))
                .isInstanceOf(InvalidRuleSetException.class)
                .hasMessageContaining("dropped silently");
    }

    @Test
    void anAlertWithoutDataSourceHasNoneThatCouldMatch() {
        Facts facts = new Facts(Severity.INFO, "", "", Optional.empty(), Map.of());
        List<String> channels = Stream.of("IN", "NOTIN")
                .map(oper -> TestRules.compiled(
                                to("infra", new ConditionDefinition("data_source_id", oper, List.of("*"))))
                        .decide(facts)
                        .channels()
                        .get(0))
                .toList();

        assertThat(channels).isEqualTo(Arrays.asList(DEFAULT, "infra"));
    }
}
