package io.alertrelay.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellWordTest {
    @Test
    void isQuotedOnlyWhereAShellWouldReadItOtherwise() {
        assertThat(ShellWord.of("arms-prod_2")).isEqualTo("arms-prod_2");
        assertThat(ShellWord.of("支付")).isEqualTo("支付");
        assertThat(ShellWord.of("支付 值班")).isEqualTo("'支付 值班'");
        assertThat(ShellWord.of("a;b$c")).isEqualTo("'a;b$c'");
        assertThat(ShellWord.of("it's")).isEqualTo("'it'\\''s'");
        assertThat(ShellWord.of("")).isEqualTo("''");
    }
}
