package io.alertrelay.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextWidthTest {
    @ParameterizedTest
    @ValueSource(strings = {"支", "한", "Ａ", "✅", "❌", "⏰", "⭐", "⚡", "🔥", "🚀", "🚨", "🛒", "🟢", "🤖", "🫠", "𠀀"})
    void whatIsWideTakesTwoColumns(String wide) {
        assertThat(TextWidth.of(wide)).isEqualTo(2);
        assertThat(TextWidth.pad(wide, 3)).isEqualTo(wide + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "é", "·", "…", "→", "✓", "✗", "─", "￨"})
    void whatIsNotWideTakesOneColumn(String narrow) {
        assertThat(TextWidth.of(narrow)).isEqualTo(1);
    }

    @Test
    void whatIsCutTakesAtMostSoManyColumns() {
        assertThat(TextWidth.cut("🚨🚨🚨", 5)).isEqualTo("🚨🚨…");
        assertThat(TextWidth.cut("🚨🚨🚨", 4)).isEqualTo("🚨…");
        assertThat(TextWidth.cut("🚨🚨", 4)).isEqualTo("🚨🚨");
    }
}
