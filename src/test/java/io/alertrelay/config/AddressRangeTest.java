package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, ::ffff:10.1.1.1, true",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, ::1, false",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "10.0.0.0/8, unknown, false",
    })
    void holdsTheAddressesOfItsNetwork(String range, String address, boolean held) {
        assertThat(AddressRange.parse(range).orElseThrow().contains(address)).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nginx", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "/8", "10.0.0.0/-1", "::/129"})
    void whatIsNoAddressAndNoNetworkIsRefused(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }
}
