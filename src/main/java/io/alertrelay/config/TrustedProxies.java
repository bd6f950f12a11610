package io.alertrelay.config;

import java.util.List;

/** The proxies in front of the public port whose {@code X-Forwarded-For} is trusted. */
public record TrustedProxies(List<AddressRange> ranges) {
    public TrustedProxies {
        ranges = List.copyOf(ranges);
    }

    /** Whether an address, as text, is one of theirs. */
    public boolean contains(String address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
