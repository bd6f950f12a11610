package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    private static final int[] KINDS = {'a', '<', '\n', 0x85, 0x202e, 0x78c1, 0x1f600, 0x2028};

    @Test
    void cuttingNeverSplitsACharacterAndKeepsWhatFits() {
        long seed = 20260501;
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            String text = text(random);
            int length = random.nextInt(20);

            String cut = Text.cut(text, length);

            assertThat(text).as("seed %d, run %d", seed, run).startsWith(cut);
            assertThat(Text.length(cut))
                    .as("seed %d, run %d", seed, run)
                    .isEqualTo(Math.min(length, Text.length(text)));
        }
    }

    @Test
    void aLineOfALogStaysOneLineWhateverIsPutIn() {
        long seed = 20260502;
        Random random = new Random(seed);
        for (int run = 0; run < 2000; run++) {
            assertThat(Text.oneLine(text(random)))
                    .as("seed %d, run %d", seed, run)
                    .doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\\u0085\\u2028]");
        }
    }

    @Test
    void aLineOfALogKeepsItsWordsAndIsShort() {
        assertThat(Text.oneLine("磁盘 😀 full\r\nINFO forged")).isEqualTo("磁盘 😀 full  INFO forged");
        assertThat(Text.oneLine("x".repeat(5000))).hasSize(200);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, abcd…", "abcd, …", "a, …", "'', …", "钥匙钥匙钥匙, 钥匙钥匙…"})
    void aKeyShowsItsFirstFourCharactersAtMost(String key, String masked) {
        assertThat(Text.masked(key)).isEqualTo(masked);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(30), 0, KINDS.length).forEach(i -> text.appendCodePoint(KINDS[i]));
        return text.toString();
    }
}
