package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteTest {
    private static final Predicate<String> TRUSTED = address -> address.startsWith("10.") || address.equals("fd00::1");

    @Test
    void withoutATrustedProxyTheHeaderIsNotBelieved() {
        assertThat(Remote.of("192.0.2.9", List.of("198.51.100.1"), TRUSTED)).hasToString("192.0.2.9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.7 | 198.51.100.7 (through 10.0.0.1)",
                "198.51.100.7:55012 | 198.51.100.7 (through 10.0.0.1)",
                "2001:db8::7 | 2001:db8::7 (through 10.0.0.1)",
                "[2001:db8::7]:55012 | 2001:db8::7 (through 10.0.0.1)",
                "1.2.3.4, 198.51.100.7 | 198.51.100.7 (through 10.0.0.1)",
                "1.2.3.4, 198.51.100.7, 10.0.0.2 | 198.51.100.7 (through 10.0.0.1)",
                "198.51.100.7,fd00::1 , 10.0.0.2 | 198.51.100.7 (through 10.0.0.1)",
                "10.0.0.3 | 10.0.0.3 (through 10.0.0.1)",
                "10.0.0.1 | 10.0.0.1",
                "unknown, 10.0.0.2 | 10.0.0.2 (through 10.0.0.1)",
                "unknown | 10.0.0.1",
                "'' | 10.0.0.1",
                "a\\nforged line | 10.0.0.1",
                "198.51.100.7, | 10.0.0.1",
            })
    void behindTrustedProxiesItIsTheLastAddressThatNoneOfThemHas(String forwarded, String remote) {
        assertThat(Remote.of("10.0.0.1", List.of(forwarded.replace("\\n", "\n")), TRUSTED))
                .hasToString(remote);
    }

    @Test
    void severalHeadersAreOneList() {
        assertThat(Remote.of("10.0.0.1", List.of("1.2.3.4", "198.51.100.7", "10.0.0.2"), TRUSTED)
                        .address())
                .isEqualTo("198.51.100.7");
        assertThat(Remote.of("10.0.0.1", List.of(), TRUSTED)).hasToString("10.0.0.1");
    }
}
