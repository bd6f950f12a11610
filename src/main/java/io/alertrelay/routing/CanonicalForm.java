package io.alertrelay.routing;

import io.alertrelay.text.Sha256;
import java.util.List;

/** The one way to write rules down for hashing: every text with its length before it, every list with its size. */
final class CanonicalForm {
    /**
     * To be raised when the same rules come to mean something else, so that a version never stands for two meanings.
     */
    private static final String MEANING = "routing 1";

    private static final int DIGITS = 12;

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
        return Sha256.hex(form.toString(), DIGITS);
    }
}
