package io.alertrelay.intake;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The sender, as far as known.
 *
 * @param address of the sender; only digits, letters, dots and colons
 * @param proxy the address of the trusted proxy that the connection comes from; empty if it comes from the sender
 */
public record Remote(String address, Optional<String> proxy) {
    /** Roughly an IPv4 or IPv6 address: safe to show. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private static final Pattern WITH_PORT =
            Pattern.compile("([0-9.]{7,15}):\\d{1,5}|\\[([0-9a-fA-F:.]{2,45})](?::\\d{1,5})?");

    /**
     * The sender behind a connection. {@code X-Forwarded-For} is trusted as far as trusted proxies wrote it: from the
     * right, up to the first address that is not one of theirs. The sender may have forged everything before it.
     *
     * @param peer where the connection comes from
     * @param forwarded the values of {@code X-Forwarded-For}, in their order
     */
    static Remote of(String peer, List<String> forwarded, Predicate<String> trusted) {
        if (!trusted.test(peer)) {
            return new Remote(peer, Optional.empty());
        }
        String[] hops = String.join(",", forwarded).split(",", -1);
        String sender = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            Optional<String> hop = address(hops[i].strip());
            if (hop.isEmpty()) {
                break;
            }
            sender = hop.get();
            if (!trusted.test(sender)) {
                break;
            }
        }
        return sender.equals(peer) ? new Remote(peer, Optional.empty()) : new Remote(sender, Optional.of(peer));
    }

    private static Optional<String> address(String hop) {
        var port = WITH_PORT.matcher(hop);
        if (port.matches()) {
            return Optional.of(port.group(1) == null ? port.group(2) : port.group(1));
        }
        return ADDRESS.matcher(hop).matches() ? Optional.of(hop) : Optional.empty();
    }

    @Override
    public String toString() {
        return proxy.map(through -> address + " (through " + through + ")").orElse(address);
    }
}
