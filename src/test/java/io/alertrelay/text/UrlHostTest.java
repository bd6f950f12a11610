package io.alertrelay.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlHostTest {
    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "::, 127.0.0.1", "::1, [::1]", "sandbox.local, sandbox.local"})
    void aUrlNamesAHostThatCanBeReached(String host, String inUrl) {
        assertThat(UrlHost.of(host)).isEqualTo(inUrl);
    }
}
