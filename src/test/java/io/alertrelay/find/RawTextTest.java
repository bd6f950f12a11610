package io.alertrelay.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawTextTest {
    @Test
    void asciiIsFoundInEitherCaseAndAnythingElseAsItStandsOrEscaped() {
        assertThat(isIn("Disk FULL", "{\"a\":\"the disk full one\"}")).isTrue();
        assertThat(isIn("磁盘", "{\"a\":\"磁盘满\"}")).isTrue();
        assertThat(isIn("磁盘", "{\"a\":\"\\u78c1\\u76D8\\u6ee1\"}")).isTrue();
        assertThat(isIn("磁盘", "{\"a\":\"磁\\u76d8\"}")).isTrue();
        assertThat(isIn("🔥", "{\"a\":\"\\ud83d\\uDD25\"}")).isTrue();
        assertThat(isIn("🔥", "{\"a\":\"🔥\"}")).isTrue();
        assertThat(isIn("a/b\"c\nd", "{\"a\":\"a\\/b\\\"c\\nd\"}")).isTrue();
        assertThat(isIn("p&q", "{\"a\":\"P\\u0026Q\"}")).isTrue();
        assertThat(isIn("C:\\x", "{\"a\":\"c:\\\\x\"}")).isTrue();
        assertThat(isIn("aab", "{\"a\":\"aaab\"}")).isTrue();
        assertThat(isIn("C:data", "{\"a\":\"C:\\data\"}")).isTrue();
        assertThat(isIn("盘", "{\"a\":\"\\盘\"}")).isTrue();
        assertThat(isIn("Data", "{\"a\":\"\\data\"}")).isTrue();
    }

    @Test
    void whatDoesNotStandThereIsNotFoundAndCutEscapesDoNoHarm() {
        assertThat(isIn("磁盘", "{\"a\":\"磁 盘\"}")).isFalse();
        assertThat(isIn("full", "{\"a\":\"ful\"}")).isFalse();
        assertThat(isIn("full", "\\")).isFalse();
        assertThat(isIn("full", "\\u00")).isFalse();
        assertThat(isIn("full", "\\ud83d\\u")).isFalse();
        assertThat(isIn("full", "\\ud83d\\ud83d\\uzzzz")).isFalse();
        assertThat(new RawText("盘").isIn(ByteBuffer.wrap(new byte[] {(byte) 0xe7, (byte) 0x9b})))
                .isFalse();
        assertThat(new RawText("b").isIn(ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8), 2, 1)))
                .isFalse();
        assertThat(new RawText("c")
                        .isIn(ByteBuffer.wrap("abc".getBytes(StandardCharsets.UTF_8), 2, 1)
                                .asReadOnlyBuffer()))
                .isTrue();
    }

    @Test
    void noTextThatAStringHasIsMissedHoweverItsCharactersAreWritten() {
        Random random = new Random(7);
        String letters = "aBdb9 \"\\/\n\t磁盘é🔥_";
        int[] all = letters.codePoints().toArray();
        for (int round = 0; round < 20_000; round++) {
            int[] text = random.ints(1 + random.nextInt(12), 0, all.length)
                    .map(i -> all[i])
                    .toArray();
            int from = random.nextInt(text.length);
            int length = 1 + random.nextInt(text.length - from);
            String wanted = new String(text, from, length);
            StringBuilder written = new StringBuilder("{\"x\":\"");
            for (int c : text) {
                written.append(written(c, random));
            }
            assertThat(isIn(wanted, written + "\"}"))
                    .as("%s in %s", wanted, written)
                    .isTrue();
        }
    }

    private static String written(int c, Random random) {
        String plain = Character.toString(c);
        if (random.nextInt(3) == 0) {
            StringBuilder escaped = new StringBuilder();
            plain.chars().forEach(unit -> escaped.append("\\u%04x".formatted(unit)));
            return escaped.toString();
        }
        return switch (plain) {
            case "\"", "\\" -> "\\" + plain;
            case "\n" -> "\\n";
            case "\t" -> "\\t";
            case "/" -> random.nextBoolean() ? "\\/" : "/";
            case "b" -> random.nextBoolean() ? "B" : "b";
            // Before anything else a backslash says nothing.
            default ->
                (random.nextInt(4) == 0 ? "\\" : "")
                        + (c < 128 && random.nextBoolean() ? plain.toUpperCase(Locale.ROOT) : plain);
        };
    }

    private static boolean isIn(String text, String json) {
        return new RawText(text).isIn(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }
}
