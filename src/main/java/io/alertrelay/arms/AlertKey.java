package io.alertrelay.arms;

import io.alertrelay.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The identity of an alert, the same on every relay and for ever: {@code <integration>:<fingerprint>}. Where the body
 * gives no fingerprint that can be part of a key, {@code <integration>:l-<hash>} with a hash of the label set. Changing
 * either form would leave every open alert without its recovery.
 */
record AlertKey(String integration) {
    /** The maximum length in characters of Flashduty's {@code alert_key}, for which this is used. */
    static final int MAX_LENGTH = 255;

    private static final int HASH_DIGITS = 32;

    /** The key, or empty if neither the fingerprint nor a label says which alert it is. */
    Optional<String> of(Optional<String> fingerprint, Map<String, String> labels) {
        return of(fingerprint, () -> identity(labels));
    }

    /** @param labels their form as a part of a key; see {@link #identity} */
    Optional<String> of(Optional<String> fingerprint, Supplier<Optional<String>> labels) {
        return fingerprint.filter(this::isUsable).or(labels).map(identity -> integration + ":" + identity);
    }

    /** The form of labels as a part of a key; empty if there are none. */
    static Optional<String> identity(Map<String, String> labels) {
        return labels.isEmpty() ? Optional.empty() : Optional.of("l-" + hash(labels));
    }

    private boolean isUsable(String fingerprint) {
        return !fingerprint.isEmpty()
                && integration.length() + 1 + fingerprint.length() <= MAX_LENGTH
                && fingerprint.chars().allMatch(AlertKey::isUsable);
    }

    private static boolean isUsable(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "_.:-".indexOf(c) >= 0;
    }

    private static String hash(Map<String, String> labels) {
        MessageDigest digest = Sha256.digest();
        new TreeMap<>(labels).forEach((name, value) -> {
            update(digest, name);
            update(digest, value);
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
    }

    // The length first: otherwise {ab=c} and {a=bc} would be the same bytes.
    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
