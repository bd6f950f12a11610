package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardMatcherTest {
    /** A few characters, so that they meet often: some of Java's expressions, a line break, one beyond 16 bits. */
    private static final String[] ALPHABET = {"a", "b", "*", "?", ".", "\\", "\n", "[", "😀", "\uD83D"};

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "*, '', true",
        "**, '', true",
        "?, '', false",
        "*?, '', false",
        "*?*, x, true",
        "a*b, ab, true",
        "a*b, axxb, true",
        "a*b, axxbc, false",
        "*ab*, xxaabxx, true",
        "*aab, aaab, true",
        "a*b*c, abbc, true",
        "a*b*c, acb, false",
        "?, 😀, true",
        "??, 😀, false",
        "*😀, a😀, true",
        "a+*, a+b, true",
        "a+*, aab, false",
        "$*, $x, true",
        "web-[12]*, web-1, false"
    })
    void matchesTheWholeValue(String pattern, String value, boolean matches) {
        assertThat(new WildcardMatcher(pattern).matches(value)).isEqualTo(matches);
    }

    @Test
    void agreesWithAnExpressionOfTheSameMeaning() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random);
            String value = text(random);
            boolean expected = Pattern.compile(asExpression(pattern), Pattern.DOTALL)
                    .matcher(value)
                    .matches();

            assertThat(new WildcardMatcher(pattern).matches(value))
                    .as("seed %d: %s and %s", seed, pattern, value)
                    .isEqualTo(expected);
        }
    }

    @Test
    void manyStarsDoNotMakeItSlow() {
        ValueMatcher matcher = new WildcardMatcher("*a".repeat(50) + "b");
        String value = "a".repeat(100_000);

        assertThat(assertTimeoutPreemptively(Duration.ofMinutes(1), () -> matcher.matches(value)))
                .isFalse();
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(8), 0, ALPHABET.length)
                .mapToObj(i -> ALPHABET[i])
                .collect(Collectors.joining());
    }

    private static String asExpression(String pattern) {
        return pattern.codePoints()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
    }
}
