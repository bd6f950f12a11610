package io.alertrelay.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A key by which an integration may post, without the key itself.
 *
 * @param hash SHA-256 of it, hexadecimal
 * @param notAfter from when on it is refused; empty if it never is
 */
public record KnownKey(String integration, String hash, Optional<Instant> notAfter) {
    private static final int SHOWN = 8;

    /** A key of an integration. */
    public static KnownKey of(String integration, String key, Optional<Instant> notAfter) {
        return new KnownKey(integration, hash(key), notAfter);
    }

    /** The first digits of the hash: by these people tell keys apart, and nobody learns one. */
    public String shortHash() {
        return hash.substring(0, SHOWN);
    }

    static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
