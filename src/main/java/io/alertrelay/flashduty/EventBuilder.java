package io.alertrelay.flashduty;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the event of an alert, always within the limits of Flashduty's push API.
 *
 * <ul>
 *   <li>Title: the template's, else the label {@code alertname}, else the annotation {@code summary}, else a fixed one.
 *   <li>Description: the template's, else the annotation {@code message}, {@code description} or {@code summary}.
 *   <li>Labels: the alert's and the template's, {@code starts_at}, which distinguishes one incident of an alert from
 *       the next, and the request id of its webhook, which leads from Flashduty back to the relay; see {@link
 *       LabelPriority} for which ones are kept.
 *   <li>{@code event_status}: the severity, or {@code Ok} of a resolved alert whatever its severity.
 * </ul>
 *
 * Blank counts as absent. Immutable and thread-safe.
 */
public final class EventBuilder {

    private static final String NAMELESS = "Alert without a name";
    private static final String RESOLVED = "Ok";

    private final EventTemplate template;
    private final EventLabels labels;

    /** @param template the integration's template */
    public EventBuilder(EventTemplate template) {
        this.template = template;
        this.labels = new EventLabels(template);
    }

    /**
     * The event of an alert: the same alert of the same webhook gives the same event, however often it is built.
     *
     * @param requestId of its webhook
     */
    public Event build(Alert alert, String requestId) {
        return new Event(alert.key(), status(alert), title(alert), description(alert), labels.of(alert, requestId));
    }

    /** The labels that rules match: the alert's and the template's, before any limit of Flashduty's is applied. */
    public Map<String, String> labels(Alert alert) {
        return labels.uncut(alert);
    }

    private static String status(Alert alert) {
        return alert.status() == AlertStatus.RESOLVED
                ? RESOLVED
                : alert.severity().word();
    }

    /** The title that the event of the alert has. */
    public String title(Alert alert) {
        String title = line(rendered(template.title(), alert))
                .or(() -> line(text(alert.labels(), "alertname")))
                .or(() -> line(text(alert.annotations(), "summary")))
                .orElse(NAMELESS);
        return PlainText.cut(Markup.harmlessTitle(title), Limits.TITLE);
    }

    /** The description that the event of the alert has; empty if it has none. */
    public String description(Alert alert) {
        boolean markdown = template.description()
                .filter(it -> it.beginsWith(Markup.MARKDOWN))
                .isPresent();
        int prefix = markdown ? Markup.MARKDOWN.length() : 0;
        Optional<String> own = block(rendered(template.description(), alert))
                .filter(text -> PlainText.isVisible(text.substring(prefix)));
        String description = own.or(() -> message(alert)).orElse("");
        boolean meant = own.isPresent() && markdown;
        return PlainText.cut(meant ? description : Markup.harmlessDescription(description), Limits.DESCRIPTION);
    }

    private static Optional<String> message(Alert alert) {
        return block(text(alert.annotations(), "message"))
                .or(() -> block(text(alert.annotations(), "description")))
                .or(() -> block(text(alert.annotations(), "summary")));
    }

    private static Optional<String> line(Optional<String> text) {
        return text.map(PlainText::line).filter(PlainText::isVisible);
    }

    private static Optional<String> block(Optional<String> text) {
        return text.map(PlainText::block).map(String::strip).filter(PlainText::isVisible);
    }

    private static Optional<String> rendered(Optional<Template> template, Alert alert) {
        return template.map(it -> it.render(alert));
    }

    private static Optional<String> text(Map<String, String> texts, String name) {
        return Optional.ofNullable(texts.get(name));
    }
}
