package io.alertrelay.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An IP address, parsed from its text alone: a name is never resolved. An IPv4-mapped IPv6 address ({@code
 * ::ffff:10.0.0.1}, RFC 4291, 2.5.5.2) is the IPv4 address.
 *
 * @param high the first 64 bits; an IPv4 address is in the upper half of them
 * @param low the last 64 bits, 0 for IPv4
 */
public record IpAddress(boolean isV4, long high, long low) {
    private static final int LONGEST = 45;
    private static final int GROUPS = 8;
    private static final int NONE = -1;
    private static final long MAPPED = 0xffffL;

    /**
     * The address, or empty if it is not one. IPv4 is four decimal numbers without leading zeros, which some parsers
     * read as octal; IPv6 is as in RFC 4291, 2.2, without a zone.
     */
    public static Optional<IpAddress> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? v4(text).map(IpAddress::ofV4) : v6(text);
    }

    /** How many bits it has: 32 or 128. */
    public int bits() {
        return isV4 ? Integer.SIZE : 2 * Long.SIZE;
    }

    /**
     * Whether it is of the same kind as the network's address and shares the first bits, as many as the prefix says.
     */
    public boolean isIn(IpAddress network, int prefix) {
        return isV4 == network.isV4
                && sameStart(high, network.high, Math.min(prefix, Long.SIZE))
                && sameStart(low, network.low, Math.max(prefix - Long.SIZE, 0));
    }

    private static boolean sameStart(long a, long b, int bits) {
        // A shift by 64 would be a shift by 0.
        return bits == 0 || (a ^ b) >>> (Long.SIZE - bits) == 0;
    }

    private static IpAddress ofV4(long address) {
        return new IpAddress(true, address << Integer.SIZE, 0);
    }

    private static Optional<Long> v4(String text) {
        String[] numbers = text.split("\\.", -1);
        if (numbers.length != 4) {
            return Optional.empty();
        }
        long address = 0;
        for (String number : numbers) {
            int value = number.length() > 1 && number.startsWith("0") ? NONE : number(number, 3, 10);
            if (value == NONE || value > 255) {
                return Optional.empty();
            }
            address = address << 8 | value;
        }
        return Optional.of(address);
    }

    private static Optional<IpAddress> v6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true).filter(g -> g.size() == GROUPS).map(IpAddress::ofGroups);
        }
        return groups(text.substring(0, gap), false)
                .flatMap(head -> groups(text.substring(gap + 2), true)
                        .filter(tail -> head.size() + tail.size() < GROUPS)
                        .map(tail -> {
                            List<Integer> all = new ArrayList<>(head);
                            while (all.size() < GROUPS - tail.size()) {
                                all.add(0);
                            }
                            all.addAll(tail);
                            return ofGroups(all);
                        }));
    }

    /** The 16-bit groups between colons; the last may be an IPv4 address, which is two, if the text ends the whole. */
    private static Optional<List<Integer>> groups(String text, boolean ends) {
        List<Integer> groups = new ArrayList<>();
        String[] parts = text.isEmpty() ? new String[0] : text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            Optional<Long> embedded = ends && i == parts.length - 1 ? v4(parts[i]) : Optional.empty();
            int group = number(parts[i], 4, 16);
            if (embedded.isPresent()) {
                groups.add((int) (embedded.get() >>> 16));
                groups.add((int) (embedded.get() & 0xffff));
            } else if (group != NONE) {
                groups.add(group);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(groups);
    }

    /** The number that the ASCII digits write, at least one and at most {@code longest} of them, or {@link #NONE}. */
    private static int number(String digits, int longest, int radix) {
        boolean fits = !digits.isEmpty() && digits.length() <= longest;
        boolean plain = fits && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        return plain ? Integer.parseInt(digits, radix) : NONE;
    }

    private static IpAddress ofGroups(List<Integer> groups) {
        long high = join(groups.subList(0, 4));
        long low = join(groups.subList(4, GROUPS));
        boolean mapped = high == 0 && low >>> Integer.SIZE == MAPPED;
        return mapped ? ofV4(low & 0xffffffffL) : new IpAddress(false, high, low);
    }

    private static long join(List<Integer> groups) {
        return groups.stream().mapToLong(Integer::longValue).reduce(0, (bits, group) -> bits << 16 | group);
    }
}
