package io.alertrelay.config;

import io.alertrelay.text.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known about a key of an integration, without the key itself.
 *
 * @param hash SHA-256 of it, hexadecimal
 * @param notAfter from when on it is refused; empty if it never is
 */
public record KnownKey(String integration, String hash, Optional<Instant> notAfter) {
    private static final int SHOWN = 8;

    /** A key of an integration. */
    public static KnownKey of(String integration, String key, Optional<Instant> notAfter) {
        return new KnownKey(integration, Sha256.hex(key), notAfter);
    }

    /** The first digits of the hash: enough to distinguish keys without revealing one. */
    public String shortHash() {
        return hash.substring(0, SHOWN);
    }
}
