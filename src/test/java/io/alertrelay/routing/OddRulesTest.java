package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text of a rule, however odd, makes routing throw or hang, or lose an alert. */
class OddRulesTest {
    private static final List<String> PIECES = List.of(
            "/",
            "*",
            "?",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "{2,}",
            "{1000}",
            "|",
            "\\",
            "\\b",
            "\\pL",
            "\\Q",
            "\\E",
            "^",
            "$",
            "+",
            ".",
            "(?i)",
            "(?P<n>",
            "a",
            "Z",
            "9",
            "-",
            ":",
            "cidr:",
            "num:",
            "gt:",
            "1e999",
            "::",
            "255",
            "/33",
            "\n",
            "\u0000",
            "支",
            "\ud83d\ude00",
            "\ud800",
            " ",
            "labels.",
            "severity",
            "Critical",
            "\u202e");

    @Test
    void randomTextsAreRefusedOrDecided() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] compiled = new int[1];
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 20_000; i++) {
                        RuleSetDefinition definition = TestRules.shared(new CaseDefinition(
                                List.of(new ConditionDefinition(
                                        random.nextInt(3) > 0 ? "labels.a" : text(random),
                                        random.nextInt(9) > 0 ? "IN" : text(random),
                                        List.of(random.nextBoolean() ? text(random) : "/" + text(random) + "/"))),
                                TestRules.byName("infra"),
                                false,
                                RoutingMode.STANDARD,
                                Optional.empty()));
                        compiled[0] += decides(definition, random, seed) ? 1 : 0;
                    }
                },
                () -> "seed " + seed);
        assertThat(compiled[0]).isGreaterThan(2_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\\x{1C80}",
                "(?i)x\u1c81",
                "(?i)[a-\u652f]",
                "(?i)[\u1c80]",
                "(?i)\\Q\u1c80\\E",
                "(?i)a|\u1c80|\u1c88",
                "(?i)[a-\\x{ffff}]",
                "(?i)[^a-\u9fff]",
                "(?i)[]a-\u9fff]",
                "(?i)[\\[-\u9fff]",
                "a(?si:[[:alpha:]\\d!-\u9fff])",
                "(?i)\\\u1c80",
                "(?i)[a-\\\u652f]",
                "(?i)[\\t-\u652f]",
                "(?i)[\\0-\u652f]",
                "(?i)\\Q\\\u1c80",
                "(?i)\\Q\\x\u1c80\\E",
                "(?i)\\Q[[:\u1c80:]\\E",
                "(?i)\\Qa\\E\u1c80"
            })
    void expressionsThatRe2NeverEndsCompilingAreRefused(String expression) {
        RuleSetDefinition definition =
                TestRules.shared(TestRules.stop(List.of(TestRules.in("labels.a", "/" + expression + "/")), "infra"));

        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThatThrownBy(() -> RuleSet.compile(definition, TestRules.directory()))
                        .isInstanceOf(InvalidRuleSetException.class)
                        .hasMessageContaining("U+1C80"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)pay-\u652f\u4ed8",
                "(?i)[a-z\u4e00-\u9fa5]",
                "[a-\u652f]",
                "(?i)\\pL[\\pL]\\x{41}\\x41[\\x{41}-\\x{5A}]",
                "(?i)[\u1c00-\u1c7f][\u1c89-\u9fff]",
                "(?i)[^a].[[:alpha:]][\\d\\-a-]"
            })
    void otherExpressionsThatIgnoreCaseAreTaken(String expression) {
        TestRules.compiled(TestRules.stop(List.of(TestRules.in("labels.a", "/" + expression + "/")), "infra"));
    }

    @Test
    void whatIsNotRefusedRe2EndsCompiling() {
        List<String> pieces = List.of(
                "\\Q",
                "\\E",
                "\\",
                "[",
                "[^",
                "]",
                "[:",
                ":]",
                "-",
                "(?i)",
                "(?-i)",
                "(?i:",
                ")",
                "a",
                "t",
                "0",
                "E",
                "Q",
                "\\x",
                "\\x{",
                "{",
                "}",
                "1c80",
                "ffff",
                "\\p{L}",
                "\\d",
                "\u1c80",
                "\u1c88",
                "\u652f",
                "\ud83d\ude00");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int[] compiled = new int[1];
        String[] last = new String[1];
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 100_000; i++) {
                        last[0] = "/(?i)"
                                + IntStream.range(0, 1 + random.nextInt(8))
                                        .mapToObj(p -> pieces.get(random.nextInt(pieces.size())))
                                        .collect(Collectors.joining())
                                + "/";
                        compiled[0] += ExpressionMatcher.compile(last[0], RulePlace.root())
                                        .isPresent()
                                ? 1
                                : 0;
                    }
                },
                () -> "seed " + seed + ": " + last[0]);
        assertThat(compiled[0]).isGreaterThan(1_000);
    }

    @Test
    void aTextThatRe2WouldNeverEndCompilingAsAnExpressionIsLintedAsAText() {
        RuleSet rules =
                TestRules.compiled(TestRules.stop(List.of(TestRules.in("labels.a", "(?i)^[a-\u652f]+$")), "infra"));

        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertThat(rules.lint().reached()).isNotEmpty());
    }

    private static boolean decides(RuleSetDefinition definition, Random random, long seed) {
        RuleSet rules;
        try {
            rules = RuleSet.compile(definition, TestRules.directory());
        } catch (InvalidRuleSetException e) {
            assertThat(e.problems()).isNotEmpty();
            return false;
        }
        Facts facts = new Facts(
                Severity.INFO, text(random), text(random), Optional.of(text(random)), Map.of("a", text(random)));
        assertThat(rules.decide(facts).channels())
                .as("seed %s %s %s", seed, definition, facts)
                .isNotEmpty();
        assertThat(rules.explain(facts).decision()).isEqualTo(rules.decide(facts));
        assertThat(rules.lint().reached()).contains("catch-all");
        return true;
    }

    private static String text(Random random) {
        return IntStream.range(0, random.nextInt(8))
                .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
                .reduce("", String::concat);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/(a+)+$/",
                "/(a|aa)*$/",
                "/^(a|a?)+$/",
                "/(.*)(.*)(.*)[^a]x$/",
                "/a{0,500}a{0,500}x/",
                "*a*a*a*a*a*x",
                "a*?*?*?*?x"
            })
    void expressionsThatMakeOthersHangDoNot(String val) {
        RuleSet rules = TestRules.compiled(TestRules.stop(List.of(TestRules.in("labels.a", val)), "infra"));
        Facts facts = TestRules.alert("a", "a".repeat(2_048) + "!");

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            for (int i = 0; i < 3; i++) {
                assertThat(rules.decide(facts).channels()).isNotEmpty();
            }
        });
    }
}
