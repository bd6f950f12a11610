package io.alertrelay.config;

import io.alertrelay.routing.IpAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address, or all addresses of a network.
 *
 * @param prefix how many bits of the address count
 */
public record AddressRange(IpAddress network, int prefix) {
    private static final Pattern PREFIX = Pattern.compile("[0-9]{1,3}");

    /** Parses {@code 10.0.0.1}, {@code 10.0.0.0/8}, {@code ::1} or {@code fd00::/8}; empty if it is none of these. */
    public static Optional<AddressRange> parse(String text) {
        String written = text.strip();
        int slash = written.indexOf('/');
        if (slash < 0) {
            return IpAddress.parse(written).map(ip -> new AddressRange(ip, ip.bits()));
        }
        String prefix = written.substring(slash + 1);
        return PREFIX.matcher(prefix).matches()
                ? IpAddress.parse(written.substring(0, slash))
                        .filter(ip -> Integer.parseInt(prefix) <= ip.bits())
                        .map(ip -> new AddressRange(ip, Integer.parseInt(prefix)))
                : Optional.empty();
    }

    /** Whether an address, as text, is in it; false for anything but an address. */
    boolean contains(String address) {
        return IpAddress.parse(address).filter(ip -> ip.isIn(network, prefix)).isPresent();
    }
}
