package io.alertrelay.routing;

import io.alertrelay.text.Sha256;
import java.util.List;

/** The canonical form of rules for hashing: every text preceded by its length, every list by its size. */
final class CanonicalForm {
    /** Must be raised when the meaning of the same rules changes, so that a version never has two meanings. */
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
