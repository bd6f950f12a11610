package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    @ParameterizedTest(name = "{0} in {1} is {2}")
    @CsvSource({
        "10.0.0.0, 10.0.0.0/24, true",
        "10.0.0.255, 10.0.0.0/24, true",
        "10.0.1.0, 10.0.0.0/24, false",
        "9.255.255.255, 10.0.0.0/8, false",
        "10.0.0.5, 10.0.0.5/32, true",
        "10.0.0.4, 10.0.0.5/32, false",
        "255.255.255.255, 0.0.0.0/0, true",
        "192.168.1.200, 192.168.1.128/25, true",
        "192.168.1.100, 192.168.1.128/25, false",
        "10.0.0.9, 10.0.0.77/24, true",
        "2001:db8::1, 2001:db8::/32, true",
        "2001:db9::1, 2001:db8::/32, false",
        "2001:db8:0:1::9, 2001:db8:0:1::/64, true",
        "2001:db8:0:2::9, 2001:db8:0:1::/64, false",
        "fe80::ff, fe80::/120, true",
        "fe80::1ff, fe80::/120, false",
        "::1, ::1/128, true",
        "::2, ::1/128, false",
        "ffff::, ::/0, true",
        "10.0.0.1, ::/0, false",
        "::1, 0.0.0.0/0, false",
        "::ffff:10.0.0.5, 10.0.0.0/24, true",
        "::ffff:a00:5, 10.0.0.0/24, true",
        "10.0.0.5, ::ffff:10.0.0.0/120, true",
        "10.0.1.5, ::ffff:10.0.0.0/120, false"
    })
    void knowsWhetherAnAddressIsInANetwork(String address, String network, boolean inside) {
        ValueMatcher matcher =
                NetworkMatcher.compile("cidr:" + network, RulePlace.root()).orElseThrow();

        assertThat(matcher.matches(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10",
                "167772161",
                "10.0.0",
                "10.0.0.0.0",
                "10.0.0.256",
                "10.0.0.01",
                "010.0.0.1",
                "0x0a.0.0.1",
                "10.0.0.-1",
                "+10.0.0.1",
                "10.0.0.1 ",
                " 10.0.0.1",
                "10.0.0.1:80",
                "10.0.0.1/24",
                "10..0.1",
                "1.2.3.٤",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                "::1.2.3",
                "1.2.3.4::",
                "1.2.3.4::1",
                "::1.2.3.4:5",
                "::10.0.0.256"
            })
    void whatIsNotAnAddressIsNone(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void readsEveryWayToWriteAnAddress() {
        List<String> same =
                List.of("2001:db8:0:0:0:0:102:304", "2001:DB8::102:304", "2001:0db8::0102:0304", "2001:db8::1.2.3.4");

        assertThat(same.stream().map(IpAddress::parse).distinct()).hasSize(1).allMatch(ip -> ip.isPresent());
        assertThat(IpAddress.parse("1:2:3:4:5:6:7::")).isEqualTo(IpAddress.parse("1:2:3:4:5:6:7:0"));
        assertThat(IpAddress.parse("::2:3:4:5:6:7:8")).isEqualTo(IpAddress.parse("0:2:3:4:5:6:7:8"));
    }

    @Test
    void agreesWithArithmeticOnBigIntegers() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            boolean v4 = random.nextBoolean();
            int bits = v4 ? 32 : 128;
            BigInteger network = new BigInteger(bits, random);
            // Differ in one bit, so that both answers are frequent.
            int flipped = random.nextInt(bits);
            int prefix = random.nextInt(bits + 1);
            String text = write(network.flipBit(flipped), v4);
            boolean inside = flipped < bits - prefix;

            ValueMatcher matcher = NetworkMatcher.compile("cidr:" + write(network, v4) + "/" + prefix, RulePlace.root())
                    .orElseThrow();

            assertThat(matcher.matches(text))
                    .as("seed %d: %s in %s/%d", seed, text, write(network, v4), prefix)
                    .isEqualTo(inside);
        }
    }

    private static String write(BigInteger address, boolean v4) {
        int groups = v4 ? 4 : 8;
        int size = v4 ? 8 : 16;
        StringBuilder text = new StringBuilder();
        for (int g = groups - 1; g >= 0; g--) {
            int group = address.shiftRight(g * size).intValue() & (1 << size) - 1;
            text.append(v4 ? Integer.toString(group) : Integer.toHexString(group))
                    .append(g == 0 ? "" : v4 ? "." : ":");
        }
        return text.toString();
    }
}
