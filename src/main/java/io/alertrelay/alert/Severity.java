package io.alertrelay.alert;

import java.util.Arrays;
import java.util.Optional;

/** How severe an alert is, in Flashduty's three words, the most severe first. */
public enum Severity {
    CRITICAL("Critical"),
    WARNING("Warning"),
    INFO("Info");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** Flashduty's word for it, as {@code event_status} and as the rules' {@code severity} carry it. */
    public String word() {
        return word;
    }

    /** The severity that a person means by {@code word}, in any case; empty if there is none. */
    public static Optional<Severity> named(String word) {
        return Arrays.stream(values())
                .filter(s -> s.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /** The severity that Flashduty calls {@code word} (case-sensitive, as there), or empty if there is none. */
    public static Optional<Severity> ofWord(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }
}
