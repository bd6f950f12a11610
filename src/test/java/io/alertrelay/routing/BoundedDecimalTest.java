package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedDecimalTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+7", "93.5", "-.5", "5.", "1e3", "1E-3", "2.50e+10", "9e999", "00012"})
    void readsDecimals(String text) {
        assertThat(BoundedDecimal.parse(text)).contains(new BigDecimal(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "-",
                "+.",
                "e3",
                "1e",
                "1e+",
                "1e9999",
                "1e999999999",
                "1e-999999999",
                "1.2.3",
                "1,5",
                "0x10",
                "90%",
                " 90",
                "90\n",
                "NaN",
                "Inf",
                "+Inf",
                "Infinity",
                "９０",
                "٩",
                "1d",
                "1f",
                "1_000",
                "--1"
            })
    void whatIsNoDecimalOrOutOfBoundsIsNone(String text) {
        assertThat(BoundedDecimal.parse(text)).isEmpty();
    }

    @Test
    void readsNoMoreThanSixtyFourCharacters() {
        assertThat(BoundedDecimal.parse("9".repeat(64))).isPresent();
        assertThat(BoundedDecimal.parse("9".repeat(65))).isEmpty();
    }

    @Test
    void comparesExactly() {
        ValueMatcher above =
                NumberMatcher.compile("num:gt:0.3", RulePlace.root()).orElseThrow();

        assertThat(above.matches("0.30000000000000000001")).isTrue();
        assertThat(above.matches("0.3")).isFalse();
        assertThat(above.matches("3e-1")).isFalse();
    }

    @Test
    void aNumberMadeToHangDoesNot() {
        ValueMatcher above =
                NumberMatcher.compile("num:gt:9e999", RulePlace.root()).orElseThrow();

        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThat(above.matches("1e999999999")).isFalse();
            assertThat(above.matches("9".repeat(1_000_000))).isFalse();
            assertThat(above.matches("1e-999")).isFalse();
        });
    }
}
