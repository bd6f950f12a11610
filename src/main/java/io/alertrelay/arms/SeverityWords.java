package io.alertrelay.arms;

import io.alertrelay.alert.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The severity that an alert's labels state, by the table of the ARMS webhook contract: levels {@code P1} to
 * {@code P4} and words, in any case. The first label that says anything decides, also when it says a word that is not in
 * the table: {@code severity} wins over {@code _aliyun_arms_alert_level}, with which it often disagrees.
 */
final class SeverityWords {

    static final String LABEL = "severity";
    private static final String LEVEL_LABEL = "_aliyun_arms_alert_level";

    // ARMS' "page" is its lowest level, the reverse of the Prometheus habit.
    private static final Map<String, Severity> SEVERITIES = Map.of(
            "p1", Severity.CRITICAL,
            "critical", Severity.CRITICAL,
            "p2", Severity.WARNING,
            "error", Severity.WARNING,
            "p3", Severity.WARNING,
            "warning", Severity.WARNING,
            "warn", Severity.WARNING,
            "p4", Severity.INFO,
            "page", Severity.INFO,
            "info", Severity.INFO);

    private SeverityWords() {}

    /** The severity, or empty if no label states one that the table knows. */
    static Optional<Severity> read(Map<String, String> labels, Map<String, String> commonLabels) {
        return Stream.of(of(labels, LABEL), of(commonLabels, LABEL), of(labels, LEVEL_LABEL))
                .flatMap(Optional::stream)
                .findFirst()
                .flatMap(word -> Optional.ofNullable(SEVERITIES.get(word.toLowerCase(Locale.ROOT))));
    }

    private static Optional<String> of(Map<String, String> labels, String name) {
        return Optional.ofNullable(labels.get(name)).map(String::strip).filter(word -> !word.isEmpty());
    }
}
