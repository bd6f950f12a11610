package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Flashduty's standard alert event. A title or description that is too long is cut, as there, and no error. */
final class StandardBody implements BodyFormat {
    private static final Set<String> STATUSES = Set.of("Critical", "Warning", "Info", "Ok");
    private static final int MAX_ALERT_KEY = 255;

    @Override
    public PushedBody read(JsonNode root) {
        return root.isObject()
                ? new PushedBody(List.of(event(root)), problem(root))
                : PushedBody.unreadable("the body: found " + FieldChecks.kind(root) + ", expected an object");
    }

    private static PushedEvent event(JsonNode root) {
        return new PushedEvent(
                FieldChecks.text(root.path("event_status")),
                FieldChecks.text(root.path("alert_key")),
                FieldChecks.text(root.path("title_rule")).orElse(""),
                FieldChecks.text(root.path("description")).orElse(""));
    }

    private static Optional<String> problem(JsonNode root) {
        return Stream.of(
                        FieldChecks.requiredText("title_rule", root.path("title_rule")),
                        status(root.path("event_status")),
                        FieldChecks.limitedText("alert_key", root.path("alert_key"), MAX_ALERT_KEY),
                        FieldChecks.optionalText("description", root.path("description")),
                        Labels.problem(root.path("labels")),
                        images(root.path("images")),
                        eventTime(root.path("event_time")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> status(JsonNode value) {
        Optional<String> notText = FieldChecks.requiredText("event_status", value);
        return notText.isPresent() || STATUSES.contains(value.textValue())
                ? notText
                : FieldChecks.problem(
                        "event_status",
                        FieldChecks.quoted(value.textValue()),
                        "Critical, Warning, Info or Ok, in exactly this case");
    }

    private static Optional<String> images(JsonNode images) {
        if (FieldChecks.absent(images)) {
            return Optional.empty();
        }
        boolean good = images.isArray()
                && StreamSupport.stream(images.spliterator(), false)
                        .allMatch(image -> image.isObject()
                                && Stream.of("alt", "src", "href")
                                        .allMatch(name -> FieldChecks.optionalText(name, image.path(name))
                                                .isEmpty()));
        return good
                ? Optional.empty()
                : FieldChecks.problem(
                        "images", FieldChecks.kind(images), "an array of objects with the texts alt, src, href");
    }

    private static Optional<String> eventTime(JsonNode value) {
        return FieldChecks.absent(value) || value.isIntegralNumber()
                ? Optional.empty()
                : FieldChecks.problem("event_time", FieldChecks.kind(value), "whole seconds since 1970");
    }
}
