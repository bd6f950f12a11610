package io.alertrelay.arms;

import io.alertrelay.alert.Severity;
import java.util.Arrays;
import java.util.Optional;

/** What a word for a severity means, in Flashduty's four words. */
public enum StatedSeverity {
    CRITICAL("Critical", Severity.CRITICAL),
    WARNING("Warning", Severity.WARNING),
    INFO("Info", Severity.INFO),
    /** The alert is over, whatever its status says. */
    OK("Ok", Severity.INFO);

    private final String word;
    private final Severity severity;

    StatedSeverity(String word, Severity severity) {
        this.word = word;
        this.severity = severity;
    }

    /** Flashduty's word. */
    public String word() {
        return word;
    }

    /** As used by rules and by the order of sending. */
    Severity severity() {
        return severity;
    }

    /** The severity that Flashduty calls {@code word} (case-sensitive, as there); empty if there is none. */
    public static Optional<StatedSeverity> ofWord(String word) {
        return Arrays.stream(values()).filter(s -> s.word.equals(word)).findFirst();
    }
}
