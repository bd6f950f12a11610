package io.alertrelay.routing;

import java.util.Optional;

/**
 * The value is an IP address in a network, written {@code cidr:10.0.0.0/24}. Anything but a bare address never matches,
 * so neither does one with a port. Bits of the address beyond the prefix are ignored.
 */
record NetworkMatcher(IpAddress network, int prefix) implements ValueMatcher {
    static final String PREFIX = "cidr:";

    private static final String EXPECTED =
            "an IPv4 or IPv6 network, address/prefix, like cidr:10.0.0.0/24 or cidr:2001:db8::/32";
    private static final int MAPPED_PREFIX = 96;

    static Optional<ValueMatcher> compile(String text, RulePlace place) {
        Optional<NetworkMatcher> network = parse(text.substring(PREFIX.length()));
        if (network.isEmpty()) {
            place.problem(text, EXPECTED, suggestion(text));
        }
        return network.map(matcher -> matcher);
    }

    /** Whether a text without the prefix is a network. */
    static boolean isNetwork(String text) {
        return parse(text).isPresent();
    }

    private static Optional<NetworkMatcher> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        String address = text.substring(0, slash);
        int written = Integer.parseInt(text.substring(slash + 1));
        return IpAddress.parse(address).flatMap(ip -> {
            // ::ffff:10.0.0.0/120 is 10.0.0.0/24: the address was read as IPv4, so its prefix must be, too.
            boolean mapped = ip.isV4() && address.indexOf(':') >= 0;
            int prefix = mapped ? written - MAPPED_PREFIX : written;
            return prefix >= 0 && prefix <= ip.bits() ? Optional.of(new NetworkMatcher(ip, prefix)) : Optional.empty();
        });
    }

    private static Optional<String> suggestion(String text) {
        return IpAddress.parse(text.substring(PREFIX.length()))
                .map(ip -> text + "/" + (text.indexOf(':', PREFIX.length()) < 0 ? 32 : 128));
    }

    /** Whether the other network is a part of this. */
    boolean covers(NetworkMatcher other) {
        return other.prefix >= prefix && other.network.isIn(network, prefix);
    }

    /** Whether the networks have no address in common. */
    boolean isApartFrom(NetworkMatcher other) {
        return !covers(other) && !other.covers(this);
    }

    @Override
    public boolean matches(String value) {
        return IpAddress.parse(value).filter(ip -> ip.isIn(network, prefix)).isPresent();
    }
}
