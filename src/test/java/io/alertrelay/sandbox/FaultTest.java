package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 200, 302, 399, 600})
    void onlyErrorsAreStatusFaults(int code) {
        assertThatThrownBy(() -> new Fault.Status(code, "c", "m"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("code: found " + code + ", expected a status from 400 to 599");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1\r\nX-Evil: 1", "七", "\u0000"})
    void whatIsNoHeaderValueCantBecomeOne(String value) {
        assertThatThrownBy(() -> new Fault.TooManyRequests(Optional.of(value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("retry_after:");
        assertThatThrownBy(() -> new Fault.Redirect(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("location:");
    }

    @Test
    void aDelayIsAtLeastAMillisecond() {
        assertThatThrownBy(() -> new Fault.Delay(Duration.ofNanos(5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fault.Delay(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theQueryOfARedirectIsNotInItsText() {
        assertThat(new Fault.Redirect("http://h/p?integration_key=s3cret"))
                .hasToString("Redirect[location=http://h/p?…]");
    }
}
