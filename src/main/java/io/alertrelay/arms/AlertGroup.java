package io.alertrelay.arms;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the alerts of one body have in common, for alerts that do not state it themselves. A part of it that can't be
 * read affects only the alerts that need it.
 *
 * @param status the group's own status, as written
 * @param identity of an alert that has only the group's labels, as a part of its key
 * @param severityLabels those of the group's labels that may state a severity
 * @param labels the labels that an alert with none of its own has
 * @param annotations the annotations that an alert with none of its own has
 * @param common what the events of each alert repeat of the body
 */
record AlertGroup(
        Readable<Optional<String>> status,
        Optional<String> identity,
        Map<String, String> severityLabels,
        Readable<Map<String, String>> labels,
        Readable<Map<String, String>> annotations,
        CommonFields common) {

    /** @param alerts how many there are */
    static AlertGroup of(BodyFields body, int alerts) {
        Readable<Map<String, String>> labels = Readable.of(() -> body.texts("commonLabels"), Map.of());
        Readable<Map<String, String>> annotations = Readable.of(() -> body.remarks("commonAnnotations"), Map.of());
        CommonFields common = CommonFieldsLimit.toEachOf(alerts)
                .of(new CommonFields(
                        Readable.of(() -> body.texts("groupLabels"), Map.<String, String>of())
                                .value(),
                        labels.value(),
                        annotations.value(),
                        Readable.of(() -> body.text("externalURL"), Optional.<String>empty())
                                .value(),
                        Readable.of(() -> body.text("receiver"), Optional.<String>empty())
                                .value()));
        Map<String, String> severities = new TreeMap<>(labels.value());
        severities.keySet().retainAll(SeverityWords.LABELS);
        return new AlertGroup(
                Readable.of(() -> body.text("status"), Optional.empty()),
                AlertKey.identity(labels.value()),
                severities,
                new Readable<>(common.labels(), labels.problem()),
                new Readable<>(common.annotations(), annotations.problem()),
                common);
    }

    /**
     * A part of the body, or why it can't be read.
     *
     * @param value the value; empty if it can't be read
     */
    record Readable<T>(T value, Optional<UnreadableWebhookException> problem) {

        static <T> Readable<T> of(Reading<T> reading, T nothing) {
            try {
                return new Readable<>(reading.read(), Optional.empty());
            } catch (UnreadableWebhookException e) {
                return new Readable<>(nothing, Optional.of(e));
            }
        }

        T get() throws UnreadableWebhookException {
            if (problem.isPresent()) {
                throw problem.get();
            }
            return value;
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T read() throws UnreadableWebhookException;
    }
}
