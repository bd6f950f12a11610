package io.alertrelay.flashduty;

import io.alertrelay.alert.Alert;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels of an event: the alert's and those of the integration's template, with names that Flashduty allows and
 * within its limits of number and length. A blank value is omitted, because in Prometheus it is the same as no label.
 */
final class EventLabels {

    // The id of the Alibaba Cloud account: nobody routes by it, and it should not be disclosed.
    private static final String ACCOUNT_ID = "_aliyun_arms_userid";

    private final Map<String, Template> template;
    private final Optional<String> requestIdLabel;
    private final Set<String> own;

    EventLabels(EventTemplate template) {
        this.template = template.labels();
        this.requestIdLabel = template.requestIdLabel();
        this.own = new HashSet<>(Set.of(EventTemplate.STARTS_AT));
        requestIdLabel.ifPresent(own::add);
    }

    SortedMap<String, String> of(Alert alert, String requestId) {
        Map<String, String> values = values(alert);
        // As starts_at, instead of the alert's own label of that name.
        requestIdLabel.ifPresent(name -> values.put(name, requestId));
        // Which are first matters only where not all are kept.
        Collection<String> kept = values.size() <= Limits.LABELS
                ? values.keySet()
                : LabelPriority.first(Limits.LABELS, values.keySet(), own, template.keySet());
        Map<String, String> names = LabelNames.legal(kept);
        SortedMap<String, String> labels = new TreeMap<>();
        kept.forEach(name -> labels.put(
                names.getOrDefault(name, name), PlainText.cut(values.getOrDefault(name, ""), Limits.LABEL_VALUE)));
        return labels;
    }

    /** The alert's labels and the template's, as they are, for rules to look at; one that renders blank removes its. */
    Map<String, String> uncut(Alert alert) {
        Map<String, String> values = new TreeMap<>(alert.labels());
        template.forEach((name, value) -> {
            String rendered = value.render(alert);
            if (PlainText.isVisible(PlainText.block(rendered))) {
                values.put(name, rendered);
            } else {
                values.remove(name);
            }
        });
        return values;
    }

    private Map<String, String> values(Alert alert) {
        Map<String, String> values = uncut(alert);
        if (!template.containsKey(ACCOUNT_ID)) {
            values.remove(ACCOUNT_ID);
        }
        alert.startsAt().ifPresent(at -> values.put(EventTemplate.STARTS_AT, at));
        values.replaceAll((name, value) -> PlainText.block(value));
        values.values().removeIf(value -> !PlainText.isVisible(value));
        return values;
    }
}
