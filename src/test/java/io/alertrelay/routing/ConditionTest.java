package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.ConditionDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows are named after the rules of Flashduty's routes. */
class ConditionTest {

    static Stream<Arguments> labelValues() {
        return Stream.of(
                row("IN: some value matches", "IN", "b", true, "a", "b"),
                row("IN: no value matches", "IN", "c", false, "a", "b"),
                row("NOTIN: some value matches", "NOTIN", "b", false, "a", "b"),
                row("NOTIN: no value matches", "NOTIN", "c", true, "a", "b"),
                row("exact: the same", "IN", "prod", true, "prod"),
                row("exact: case matters", "IN", "Prod", false, "prod"),
                row("exact: the whole value", "IN", "production", false, "prod"),
                row("exact: empty is a value", "IN", "", true, ""),
                row("exact: a lone slash is no expression", "IN", "/", true, "/"),
                row("exact: a path is no expression", "IN", "/api", true, "/api"),
                row("expression: unanchored", "IN", "my-api-7", true, "/api/"),
                row("expression: anchored when it says so", "IN", "my-api-7", false, "/^api/"),
                row("expression: RE2 syntax", "IN", "API-42", true, "/(?i)^api-\\d+$/"),
                row("expression: wins over wildcard", "IN", "aab", true, "/^a*b$/"),
                row("expression: wins over wildcard, no match", "IN", "axb", false, "/^a*b$/"),
                row("expression: may hold slashes", "IN", "x/a/b/y", true, "/a/b/"),
                row("wildcard: the whole value", "IN", "pre-1", true, "pre-*"),
                row("wildcard: not a part of it", "IN", "a-pre-1", false, "pre-*"),
                row("wildcard: * is also nothing", "IN", "pre-", true, "pre-*"),
                row("wildcard: ? is one character", "IN", "web-1", true, "web-?"),
                row("wildcard: ? is not none", "IN", "web-", false, "web-?"),
                row("wildcard: ? is not two", "IN", "web-12", false, "web-?"),
                row("wildcard: a dot is a dot", "IN", "axb", false, "a.b*"),
                row("wildcard: case matters", "IN", "PRE-1", false, "pre-*"),
                row("cidr: inside", "IN", "10.0.0.77", true, "cidr:10.0.0.0/24"),
                row("cidr: outside", "IN", "10.0.1.77", false, "cidr:10.0.0.0/24"),
                row("cidr: no address", "IN", "web-1", false, "cidr:0.0.0.0/0"),
                row("cidr: no address, so NOTIN", "NOTIN", "web-1", true, "cidr:0.0.0.0/0"),
                row("cidr: an address with a port is none", "IN", "10.0.0.77:9100", false, "cidr:10.0.0.0/24"),
                row("cidr: IPv6", "IN", "2001:DB8::1", true, "cidr:2001:db8::/32"),
                row("num:gt above", "IN", "90.0001", true, "num:gt:90"),
                row("num:gt equal", "IN", "90.00", false, "num:gt:90"),
                row("num:ge equal", "IN", "90.00", true, "num:ge:90"),
                row("num:ge below", "IN", "89.9", false, "num:ge:90"),
                row("num:lt below", "IN", "-5", true, "num:lt:0"),
                row("num:lt equal", "IN", "0", false, "num:lt:0"),
                row("num:le equal", "IN", "0", true, "num:le:0"),
                row("num:le above", "IN", "1", false, "num:le:0"),
                row("num: by value, not by text", "IN", "100", true, "num:gt:9"),
                row("num: no number", "IN", "90 %", false, "num:gt:0"),
                row("num: no number, so NOTIN", "NOTIN", "90 %", true, "num:gt:0"),
                row("exists, with a value", "IN", "x", true, "*"),
                row("exists, empty", "IN", "", true, "*"),
                row("exists, with line breaks", "IN", "a\nb\r\n", true, "*"),
                row("absent, but it exists", "NOTIN", "", false, "*"));
    }

    private static Arguments row(String rule, String oper, String value, boolean holds, String... vals) {
        return Arguments.of(rule, oper, value, holds, List.of(vals));
    }

    @ParameterizedTest(name = "{0}: {2} {1} {4} is {3}")
    @MethodSource("labelValues")
    void comparesALabelAsFlashdutysRoutesDo(String rule, String oper, String value, boolean holds, List<String> vals) {
        assertThat(holds(new ConditionDefinition("labels.x", oper, vals), TestRules.alert("x", value)))
                .as(rule)
                .isEqualTo(holds);
    }

    @ParameterizedTest(name = "value {0}")
    @MethodSource("formsOfValues")
    void withoutTheKeyInNeverHoldsAndNotinAlwaysDoes(String val) {
        Facts other = TestRules.alert("y", "1");

        assertThat(holds(TestRules.in("labels.x", val), other)).isFalse();
        assertThat(holds(TestRules.notIn("labels.x", val), other)).isTrue();
    }

    static Stream<String> formsOfValues() {
        return Stream.of("*", "", "a", "/.*/", "/^$/", "?*", "cidr:0.0.0.0/0", "num:gt:-1");
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("severity", "Critical"),
                Arguments.of("alert_severity", "Critical"),
                Arguments.of("event_severity", "Critical"),
                Arguments.of("incident_severity", "Critical"),
                Arguments.of("title", "CPU high on web-1"),
                Arguments.of("description", "cpu is at 93.5 %"),
                Arguments.of("data_source_id", "6042"),
                Arguments.of("labels.team", "payments"),
                Arguments.of("labels.app.kubernetes.io/name", "shop"),
                Arguments.of("labels.labels.team", "nested"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void readsTheKey(String key, String value) {
        Facts facts = TestRules.alert(
                Map.of("team", "payments", "app.kubernetes.io/name", "shop", "labels.team", "nested", "title", "no"));

        assertThat(holds(TestRules.in(key, value), facts)).isTrue();
        assertThat(holds(TestRules.notIn(key, value), facts)).isFalse();
        assertThat(holds(TestRules.in(key, "Info"), facts)).isFalse();
    }

    @Test
    void anAlertWithoutDataSourceHasNoSuchKey() {
        Facts facts = new Facts(Severity.INFO, "", "", Optional.empty(), Map.of());

        assertThat(holds(TestRules.in("data_source_id", "*"), facts)).isFalse();
        assertThat(holds(TestRules.notIn("data_source_id", "*"), facts)).isTrue();
    }

    @Test
    void anEmptyTitleOrDescriptionExists() {
        Facts facts = new Facts(Severity.INFO, "", "", Optional.empty(), Map.of());

        assertThat(holds(TestRules.in("title", "*"), facts)).isTrue();
        assertThat(holds(TestRules.notIn("description", "*"), facts)).isFalse();
    }

    @Test
    void theConditionsOfACaseAreAllNeeded() {
        RuleSet rules = TestRules.compiled(TestRules.stop(
                List.of(TestRules.in("labels.env", "prod", "pre-*"), TestRules.in("severity", "Critical")), "infra"));

        assertThat(rules.decide(TestRules.alert("env", "pre-1")).channels()).containsExactly("infra");
        assertThat(rules.decide(TestRules.alert("env", "dev")).channels()).containsExactly("catch-all");
        assertThat(rules.decide(new Facts(Severity.INFO, "t", "", Optional.empty(), Map.of("env", "prod")))
                        .channels())
                .containsExactly("catch-all");
    }

    private static boolean holds(ConditionDefinition condition, Facts facts) {
        return !TestRules.compiled(TestRules.stop(List.of(condition), "infra"))
                .decide(facts)
                .byDefault();
    }
}
