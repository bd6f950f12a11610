package io.alertrelay.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** Which integration a key belongs to. Keys are kept hashed, so a look-up takes no longer for a nearly right one. */
public final class KeyRing {
    private final Map<String, String> integrations = new HashMap<>();

    /** @param keys the name of the integration by its key */
    public KeyRing(Map<String, String> keys) {
        keys.forEach((key, integration) -> integrations.put(hash(key), integration));
    }

    /** The integration that the key belongs to. */
    public Optional<String> integration(String key) {
        return Optional.ofNullable(integrations.get(hash(key)));
    }

    /** How many integrations there are. */
    int integrations() {
        return integrations.size();
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
