package io.alertrelay.find;

import io.alertrelay.alert.Alert;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Decides whether an alert that was read matches the query. */
final class AlertFilter {
    private final AlertQuery query;
    private final List<Pattern> texts;

    AlertFilter(AlertQuery query) {
        this.query = query;
        // Without UNICODE_CASE: ASCII letters only, as in RawText.
        this.texts = query.texts().stream()
                .map(text -> Pattern.compile(Pattern.quote(text), Pattern.CASE_INSENSITIVE))
                .toList();
    }

    /** @param labels those of the alert, and those that the relay adds */
    boolean matches(Alert alert, Map<String, String> labels) {
        return (query.severities().isEmpty() || query.severities().contains(alert.severity()))
                && query.labels().entrySet().stream()
                        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())))
                && texts.stream()
                        .allMatch(text -> isIn(text, alert.labels().values())
                                || isIn(text, alert.annotations().values())
                                || isIn(text, alert.fingerprint().stream().toList()));
    }

    private static boolean isIn(Pattern text, Collection<String> values) {
        return values.stream().anyMatch(value -> text.matcher(value).find());
    }
}
