package io.alertrelay.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OneLineTest {
    static IntStream unsafe() {
        return IntStream.of(
                '\n', '\r', '\t', 0x1b, 0x85, 0x2028, 0x2029, 0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d,
                0x202e, 0x2066, 0x2067, 0x2068, 0x2069);
    }

    @ParameterizedTest
    @MethodSource("unsafe")
    void whatBreaksALineOrTurnsTheWritingAroundIsNotLogged(int character) {
        assertThat(OneLine.of("a" + Character.toString(character) + "b")).isEqualTo("a b");
    }

    @Test
    void wordsOfAnyScriptAndEmojiStay() {
        String text = "支付组 дежурные المناوبة 👩‍🚒 oncall";

        assertThat(OneLine.of(text)).isEqualTo(text);
    }

    @Test
    void aLongTextIsCut() {
        assertThat(OneLine.of("x".repeat(501))).isEqualTo("x".repeat(500) + "…");
    }

    @Test
    void anEmojiIsNotCutInHalf() {
        assertThat(OneLine.of("x".repeat(499) + "🚒" + "x")).isEqualTo("x".repeat(499) + "…");
        assertThat(OneLine.of("x".repeat(498) + "🚒" + "x")).isEqualTo("x".repeat(498) + "🚒…");
    }
}
