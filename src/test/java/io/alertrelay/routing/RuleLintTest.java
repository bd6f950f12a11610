package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RuleSetDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is warned of is so; what is not certain is not said. */
class RuleLintTest {
    private static final List<ConditionDefinition> ALWAYS = List.of();

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aLongValueIsNotLookedAtForALongTime() throws Exception {
        RuleSet rules =
                TestRules.compiled(TestRules.stop(List.of(TestRules.in("labels.env", "[a-a".repeat(20_000))), "infra"));

        assertThat(rules.lint().warnings()).isEmpty();
    }

    static Stream<Arguments> findings() {
        return Stream.of(
                found(
                        "after a case without conditions",
                        "cases[1]",
                        "never reached: case 1, which has no conditions",
                        TestRules.stop(ALWAYS, "infra"),
                        TestRules.stop(List.of(TestRules.in("title", "x")), "night")),
                found(
                        "fewer values",
                        "cases[1]",
                        "never reached: case 1",
                        TestRules.stop(List.of(TestRules.in("labels.env", "prod", "pre")), "infra"),
                        TestRules.stop(
                                List.of(TestRules.in("labels.env", "pre"), TestRules.in("severity", "Critical")),
                                "night")),
                found(
                        "exact in a wildcard",
                        "cases[1]",
                        "never reached: case 1",
                        TestRules.stop(List.of(TestRules.in("labels.env", "pre-*")), "infra"),
                        TestRules.stop(List.of(TestRules.in("labels.env", "pre-1")), "night")),
                found(
                        "after a name_mapping that stops",
                        "cases[1]",
                        "never reached: case 1",
                        TestRules.mapping(List.of(TestRules.in("labels.team", "*")), "team", false),
                        TestRules.stop(List.of(TestRules.in("labels.team", "a")), "night")),
                found(
                        "severities, all but one",
                        "cases[1]",
                        "never reached: case 1",
                        TestRules.stop(List.of(TestRules.notIn("severity", "Info")), "infra"),
                        TestRules.stop(List.of(TestRules.in("severity", "Critical")), "night")),
                found(
                        "twice",
                        "cases[1]",
                        "the conditions and the channels of case 1",
                        TestRules.goOn(List.of(TestRules.in("labels.a", "1", "2")), "infra"),
                        TestRules.goOn(List.of(TestRules.in("labels.a", "2", "1")), "infra")),
                found(
                        "a severity pattern of wrong case",
                        "cases[0].if[0]",
                        "no severity matches it",
                        TestRules.stop(List.of(TestRules.in("severity", "/critical/")), "infra")),
                found(
                        "one of two severity patterns",
                        "cases[0].if[0].vals[1]",
                        "no severity matches it",
                        TestRules.stop(List.of(TestRules.in("severity", "Info", "warn*")), "infra")),
                found(
                        "NOTIN of all severities",
                        "cases[0].if[0]",
                        "every alert has a severity",
                        TestRules.stop(List.of(TestRules.notIn("severity", "*")), "infra")),
                found(
                        "a title that is absent",
                        "cases[0].if[0]",
                        "every alert has a title",
                        TestRules.stop(List.of(TestRules.notIn("title", "*")), "infra")),
                found(
                        "two numbers",
                        "cases[0].if[1]",
                        "never hold together with labels.v IN num:gt:9",
                        TestRules.stop(
                                List.of(TestRules.in("labels.v", "num:gt:9"), TestRules.in("labels.v", "num:lt:5")),
                                "infra")),
                found(
                        "there and not there",
                        "cases[0].if[1]",
                        "never hold together",
                        TestRules.stop(
                                List.of(TestRules.notIn("labels.v", "*"), TestRules.in("labels.v", "a")), "infra")),
                found(
                        "two networks",
                        "cases[0].if[1]",
                        "never hold together",
                        TestRules.stop(
                                List.of(
                                        TestRules.in("labels.v", "cidr:10.0.0.0/8"),
                                        TestRules.in("labels.v", "cidr:11.0.0.0/8")),
                                "infra")),
                found(
                        "a default without alerts",
                        "cases[0]",
                        "the default is never used",
                        TestRules.stop(ALWAYS, "infra")),
                found(
                        "a star among others",
                        "cases[0].if[0].vals[1]",
                        "the others in the list mean nothing",
                        TestRules.stop(List.of(TestRules.in("labels.a", "x", "*")), "infra")),
                found(
                        "a space in the label",
                        "cases[0].if[0].key",
                        "has a space",
                        TestRules.stop(List.of(TestRules.in("labels.a ", "x")), "infra")),
                value(
                        "/\bprod\b/",
                        "it has the character U+0008; within double quotes \\b is a backspace: write \\\\b"),
                value("pre\b*", "U+0008"),
                value("a\u0085", "U+0085; within double quotes \\N is that: write \\\\N, or in YAML use single quotes"),
                value("a\u00a0b", "U+00A0; write a usual space"),
                value("a\u0001", "U+0001; leave it out"),
                value("prod.*", "write \"/prod.*/\""),
                value("^prod", "write \"/^prod/\""),
                value("(a|b)", "write \"/(a|b)/\""),
                value("web-\\d", "write \"/web-\\d/\""),
                value(
                        "prod，staging",
                        "it is one value, because its comma is no ASCII comma; for several write"
                                + " \"prod\", \"staging\", for exactly this text '/^\\Qprod，staging\\E$/'"),
                value("10.0.0.1、10.0.0.2", "for several write \"10.0.0.1\", \"10.0.0.2\""),
                value("“prod”", "its quotes are a part of it, because they are no ASCII quotes"),
                value("「核心」", "write \" or no quotes, for exactly this text '/^\\Q「核心」\\E$/'"),
                value("“it's”", "'/^\\Q“it''s”\\E$/'"),
                value("「prod*」", "its quotes are a part of it"),
                value("${ENV}", "write the value itself, for exactly this text '/^\\Q${ENV}\\E$/'"),
                value("web-${ENV}-*", "nothing replaces ${...} in rules"),
                value("/prod", "slash at one end only"),
                value("prod/", "slash at one end only"),
                value(" prod", "write \"prod\""),
                value("10.0.0.0/8", "write \"cidr:10.0.0.0/8\""),
                value(">= 90", "write \"num:ge:90\""),
                value("gt:90", "write \"num:gt:90\""),
                value("CIDR:10.0.0.0/8", "small letters"));
    }

    private static Arguments value(String val, String text) {
        return found(
                "value " + Excerpt.of(val, 100),
                "cases[0].if[0].vals[0]",
                text,
                TestRules.stop(List.of(TestRules.in("labels.a", val)), "infra"));
    }

    private static Arguments found(String what, String path, String text, CaseDefinition... cases) {
        return Arguments.of(what, path, text, List.of(cases));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("findings")
    void warnsOf(String what, String path, String text, List<CaseDefinition> cases) {
        assertThat(TestRules.compiled(TestRules.shared(cases, "catch-all"))
                        .lint()
                        .warnings())
                .filteredOn(w -> w.path().equals(path))
                .as(what)
                .anySatisfy(w -> assertThat(w.toString()).contains(text));
    }

    static Stream<Arguments> quiet() {
        return Stream.of(
                none(
                        "an earlier one that continues",
                        TestRules.goOn(List.of(TestRules.in("labels.a", "x")), "infra"),
                        TestRules.stop(List.of(TestRules.in("labels.a", "x")), "night")),
                none(
                        "an earlier one that asks for more",
                        TestRules.stop(List.of(TestRules.in("labels.a", "x"), TestRules.in("labels.b", "y")), "infra"),
                        TestRules.stop(List.of(TestRules.in("labels.a", "x")), "night")),
                none(
                        "numbers that meet in one",
                        TestRules.stop(
                                List.of(TestRules.in("labels.v", "num:ge:9"), TestRules.in("labels.v", "num:le:9")),
                                "infra")),
                none(
                        "a wildcard with ? within one with *",
                        TestRules.stop(List.of(TestRules.in("labels.v", "a?")), "infra"),
                        TestRules.stop(List.of(TestRules.in("labels.v", "a*")), "night")),
                none(
                        "NOTIN does not imply that it is there",
                        TestRules.stop(List.of(TestRules.in("labels.v", "*")), "infra"),
                        TestRules.stop(List.of(TestRules.notIn("labels.v", "a")), "night")),
                none(
                        "a mapping without conditions leaves the default to others",
                        TestRules.mapping(ALWAYS, "team", false)),
                none(
                        "Chinese punctuation in texts for people",
                        TestRules.stop(
                                List.of(
                                        TestRules.in("title", "CPU，内存", "*CPU，*", "“支付”失败"),
                                        TestRules.in("labels.alertname", "容器CPU、内存使用率过高"),
                                        TestRules.in("labels.owner", "张三、李四", "*支付、订单*", "prod*，pre*"),
                                        TestRules.in("labels.v", "*，*")),
                                "infra")),
                none(
                        "usual values",
                        TestRules.stop(
                                List.of(TestRules.in(
                                        "labels.v",
                                        "prod",
                                        "pre-*",
                                        "web-?",
                                        "/^a\\b/",
                                        "http://example.com/a",
                                        "/api/v1",
                                        "a.b.c",
                                        "CPU (total)",
                                        "[P1] disk",
                                        "x|",
                                        "10.0.0.7",
                                        "/^\\Q「核心」\\E$/",
                                        "/^\\Q${app}\\E$/",
                                        "/^\\Qprod，staging\\E$/",
                                        "$5")),
                                "infra")));
    }

    private static Arguments none(String what, CaseDefinition... cases) {
        return Arguments.of(what, List.of(cases));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("quiet")
    void isQuietAbout(String what, List<CaseDefinition> cases) {
        assertThat(TestRules.compiled(TestRules.shared(cases, "catch-all"))
                        .lint()
                        .warnings())
                .as(what)
                .isEmpty();
    }

    @Test
    void neverWarnsWronglyThatACaseIsNotReachedOrAConditionNeverHolds() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int warned = 0;
        for (int i = 0; i < 4_000; i++) {
            RuleSetDefinition definition = RandomRules.rules(random, 6);
            RuleSet rules = TestRules.compiled(definition);
            Set<Integer> never = new HashSet<>();
            List<ConditionDefinition> impossible = new ArrayList<>();
            boolean noDefault = false;
            for (RuleWarning warning : rules.lint().warnings()) {
                int one = Integer.parseInt(warning.path().replaceAll("cases\\[(\\d+)].*", "$1"));
                if (warning.why().contains("never reached") || warning.why().contains("can never hold")) {
                    never.add(one + 1);
                }
                if (warning.why().contains("can never hold:")) {
                    int condition = Integer.parseInt(warning.path().replaceAll(".*if\\[(\\d+)].*", "$1"));
                    impossible.add(definition.cases().get(one).conditions().get(condition));
                }
                noDefault |= warning.why().contains("default is never used");
            }
            warned += never.size();
            for (int j = 0; j < 25; j++) {
                Facts facts = RandomRules.facts(random);
                Decision decision = rules.decide(facts);
                assertThat(decision.matched())
                        .as("seed %s %s %s", seed, definition, facts)
                        .extracting(MatchedCase::number)
                        .doesNotContainAnyElementsOf(never.isEmpty() ? Set.of(-1) : never);
                assertThat(rules.lint().reached()).containsAll(decision.channels());
                if (noDefault) {
                    assertThat(decision.byDefault()).isFalse();
                }
                for (ConditionDefinition condition : impossible) {
                    assertThat(TestRules.compiled(TestRules.stop(List.of(condition), "infra"))
                                    .decide(facts)
                                    .byDefault())
                            .as("seed %s %s %s", seed, condition, facts)
                            .isTrue();
                }
            }
        }
        assertThat(warned).isGreaterThan(1_000);
    }

    @Test
    void knowsWhichChannelsSomeAlertMayReach() {
        RuleSet rules = TestRules.compiled(
                TestRules.stop(List.of(TestRules.in("labels.a", "x")), "infra"),
                TestRules.stop(List.of(TestRules.in("labels.a", "x"), TestRules.in("labels.b", "y")), "night"));

        assertThat(rules.lint().reached()).containsExactlyInAnyOrder("infra", "catch-all");
        assertThat(TestRules.compiled(TestRules.mapping(ALWAYS, "team", true))
                        .lint()
                        .reached())
                .containsExactlyInAnyOrderElementsOf(TestRules.CHANNELS.values());
        assertThat(RuleSet.dedicated("payments").lint().reached()).containsExactly("payments");
    }

    @Test
    void isQuickWithThousandsOfCases() {
        List<CaseDefinition> cases = IntStream.range(0, 5_000)
                .mapToObj(i -> TestRules.stop(
                        List.of(TestRules.in("labels.app", "app-" + i), TestRules.in("severity", "Critical")), "infra"))
                .toList();
        RuleSet rules = TestRules.compiled(TestRules.shared(cases, "catch-all"));

        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                java.time.Duration.ofMinutes(1),
                () -> assertThat(rules.lint().warnings()).isEmpty());
        assertThat(rules.decide(TestRules.alert(Map.of("app", "app-4321"))).matched())
                .extracting(MatchedCase::number)
                .isEqualTo(List.of(4322));
        assertThat(Optional.of(rules.version())).isPresent();
    }
}
