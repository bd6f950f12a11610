package io.alertrelay.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PluralTest {
    @Test
    void oneIsNotSeveral() {
        assertThat(Plural.of(1, "alert")).isEqualTo("1 alert");
        assertThat(Plural.of(0, "alert")).isEqualTo("0 alerts");
        assertThat(Plural.of(2_000, "dead letter")).isEqualTo("2,000 dead letters");
        assertThat(Plural.of(1, "recovery")).isEqualTo("1 recovery");
        assertThat(Plural.of(2, "recovery")).isEqualTo("2 recoveries");
    }
}
