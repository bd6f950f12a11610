package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule must not be able to hang the router. */
class ExpressionMatcherTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @ParameterizedTest
    @ValueSource(strings = {"/^(a+)+$/", "/^(a|aa)+$/", "/^(a*)*b$/", "/(.*a){20}!!/", "/^(a?){50}a{50}$/"})
    void anExpressionThatWouldBacktrackForEverEnds(String expression) {
        String value = "a".repeat(50_000) + "!";
        RuleSet rules = TestRules.compiled(TestRules.stop(List.of(TestRules.in("labels.x", expression)), "infra"));

        Decision decision = assertTimeoutPreemptively(LONG, () -> rules.decide(TestRules.alert("x", value)));

        assertThat(decision.channels()).containsExactly("catch-all");
    }

    @Test
    void ofAValueThatIsLongerThanAnyLabelThatIsSentTheBeginningIsLookedAt() {
        String within = "a".repeat(ExpressionMatcher.LONGEST - 1) + "b";

        assertThat(matches("/b/", within)).isTrue();
        assertThat(matches("/b/", "a" + within)).isFalse();
        assertThat(matches("/^[ab]+$/", within)).isTrue();
        assertThat(matches("/^[ab]+$/", "a" + within)).isFalse();
        assertThat(matches("/[^ab]/", "a" + within)).isFalse();
    }

    private static boolean matches(String expression, String value) {
        return ExpressionMatcher.compile(expression, RulePlace.root())
                .orElseThrow()
                .matches(value);
    }

    static List<String> bombs() {
        return List.of(
                "/((a{1000}){1000}){1000}/",
                "/(((a{100}){100}){100})/",
                "/((a?){1000}){1000}/",
                "/" + "(".repeat(5_000) + "a" + ")".repeat(5_000) + "/",
                "/" + "(".repeat(5_000) + "/",
                "/" + "(a".repeat(100) + "){10}".repeat(100) + "/");
    }

    @ParameterizedTest
    @MethodSource("bombs")
    void anExpressionThatWouldUseUpTheMemoryIsRefused(String expression) {
        RulePlace place = RulePlace.root();

        Optional<ValueMatcher> matcher =
                assertTimeoutPreemptively(LONG, () -> ExpressionMatcher.compile(expression, place));

        assertThat(matcher).isEmpty();
        assertThat(place.problems()).hasSize(1);
        assertThat(place.problems().get(0).expected())
                .contains("at most 5000 steps")
                .contains("200 groups deep");
    }

    @Test
    void manyAlternativesWrittenByHandAreAccepted() {
        String names = "svc-1234567890|".repeat(200);

        assertThat(ExpressionMatcher.compile("/^(" + names + "last)$/", RulePlace.root()))
                .hasValueSatisfying(m -> assertThat(m.matches("last")).isTrue());
    }

    @ParameterizedTest(name = "{0} is about {1} steps")
    @CsvSource(
            delimiter = ' ',
            value = {
                "abc 4",
                "a{10} 10",
                "a{2,30} 30",
                "a{7,} 7",
                "(a{100}){100} 10000",
                "(ab){10} 30",
                "[a-z]{10} 10",
                "[]a{9}]{10} 10",
                "[^]a]{10} 10",
                "[[:alpha:]x]{10} 10",
                "[\\]{9}]{10} 10",
                "\\({10} 10",
                "\\p{Greek}{10} 10",
                "\\x{10FFFF}{10} 10",
                "a{x} 5",
                "a{0} 1"
            })
    void estimatesHowLargeAnExpressionGets(String expression, long steps) {
        assertThat(ExpressionSize.of(expression).steps()).isBetween(steps, steps + steps / 10 + 1);
    }
}
