package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 511, 512})
    void aTextWithinTheLimitIsNotCut(int length) {
        assertThat(PlainText.cut("x".repeat(length), 512)).isEqualTo("x".repeat(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {513, 514, 5000})
    void aLongerTextIsCutToTheLimitAndSaysSo(int length) {
        assertThat(PlainText.cut("x".repeat(length), 512)).isEqualTo("x".repeat(511) + "…");
    }

    @Test
    void aSurrogatePairIsNotCutApart() {
        assertThat(PlainText.cut("x".repeat(510) + "😀😀", 512)).isEqualTo("x".repeat(510) + "…");
        assertThat(PlainText.cut("x".repeat(509) + "😀😀", 512)).isEqualTo("x".repeat(509) + "😀…");
        assertThat(PlainText.cut("x".repeat(510) + "😀", 512)).hasSize(512).endsWith("😀");
    }

    @Test
    void aLetterIsNotCutFromItsAccent() {
        assertThat(PlainText.cut("x".repeat(510) + "e\u0301 and more", 512)).isEqualTo("x".repeat(510) + "…");
        assertThat(PlainText.cut("x".repeat(509) + "e\u0301 and more", 512)).isEqualTo("x".repeat(509) + "e\u0301…");
    }

    @Test
    void aHeapOfAccentsWithoutEndIsCutSomewhere() {
        assertThat(PlainText.cut("e" + "\u0301".repeat(2000), 512)).hasSize(512).endsWith("\u0301…");
    }

    @Test
    void aHeapOfSupplementaryMarksIsCutBetweenTwoOfThem() {
        String mark = "\udb40\udd00";

        assertThat(PlainText.cut("ee" + mark.repeat(2000), 512)).isEqualTo("ee" + mark.repeat(254) + "…");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "a\u0000b>a b",
                "a\u001b[31mb>a [31mb",
                "a\u007fb\u0085c>a b c",
                "a\ud800b>a\ufffdb",
                "a\udc00>a\ufffd",
                "\ud83d\ude00>\ud83d\ude00"
            })
    void whatCannotBeShownOrWrittenIsReplaced(String text, String expected) {
        assertThat(PlainText.block(text)).isEqualTo(expected);
    }

    @Test
    void whateverTextIsTreatedCodePointByCodePoint() {
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            String text = RandomText.of(random, i % 20);
            String expected = text.replace("\r\n", "\n")
                    .replace('\r', '\n')
                    .codePoints()
                    .map(point -> Character.getType(point) == Character.SURROGATE
                            ? 0xFFFD
                            : Character.isISOControl(point) && point != '\n' && point != '\t' ? ' ' : point)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            assertThat(PlainText.block(text)).isEqualTo(expected);
            assertThat(PlainText.isVisible(text))
                    .isEqualTo(text.codePoints()
                            .anyMatch(point -> !Character.isWhitespace(point)
                                    && !Character.isSpaceChar(point)
                                    && Character.getType(point) != Character.FORMAT));
        }
    }

    @Test
    void severalLinesKeepTheirLineEndsAndTabs() {
        assertThat(PlainText.block("a\r\nb\rc\n\td")).isEqualTo("a\nb\nc\n\td");
    }

    @Test
    void aLineIsOneLine() {
        assertThat(PlainText.line(" \n a\r\nb\tc \n")).isEqualTo("a b c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\n", "\u00a0\u3000", "\u200b\ufeff"})
    void blankIsWhatNobodyCanSee(String text) {
        assertThat(PlainText.isVisible(text)).isFalse();
        assertThat(PlainText.isVisible(text + "x")).isTrue();
    }
}
