package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void aShortTextStaysAsItIs() {
        assertThat(Excerpt.of("磁盘 ok", 5)).isEqualTo("磁盘 ok");
        assertThat(Excerpt.of("", 5)).isEmpty();
    }

    @Test
    void aLongTextIsCutAtTheLength() {
        assertThat(Excerpt.of("abcdef", 5)).isEqualTo("abcd…");
    }

    @Test
    void isNotCutInTheMiddleOfACharacter() {
        assertThat(Excerpt.of("abc😀def", 5)).isEqualTo("abc…");
    }

    @Test
    void lineBreaksAndDirectionMarksAreSpaces() {
        assertThat(Excerpt.of("a\r\nb\u2028c\u2029d\u202ee\tf\u0000g", 50)).isEqualTo("a  b c d e f g");
    }
}
