package io.alertrelay.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The one way to write rules down for hashing: every text with its length before it, every list with its size. */
final class CanonicalForm {
    /**
     * To be raised when the same rules come to mean something else, so that a version never stands for two meanings.
     */
    private static final String MEANING = "routing 1";

    private static final int BYTES = 6;

    private final StringBuilder form = new StringBuilder();

    CanonicalForm() {
        add(MEANING);
    }

    CanonicalForm add(String text) {
        form.append(text.length()).append(':').append(text);
        return this;
    }

    CanonicalForm add(List<String> texts) {
        form.append('[').append(texts.size()).append(']');
        texts.forEach(this::add);
        return this;
    }

    String version() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(form.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
