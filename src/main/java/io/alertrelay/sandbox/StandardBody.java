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
    public Reading read(JsonNode root) {
        return root.isObject()
                ? new Reading(List.of(event(root)), problem(root))
                : Reading.unreadable("the body: found " + Fields.kind(root) + ", expected an object");
    }

    private static PushedEvent event(JsonNode root) {
        return new PushedEvent(
                Fields.text(root.path("event_status")),
                Fields.text(root.path("alert_key")),
                Fields.text(root.path("title_rule")).orElse(""),
                Fields.text(root.path("description")).orElse(""));
    }

    private static Optional<String> problem(JsonNode root) {
        return Stream.of(
                        Fields.requiredText("title_rule", root.path("title_rule")),
                        status(root.path("event_status")),
                        Fields.limitedText("alert_key", root.path("alert_key"), MAX_ALERT_KEY),
                        Fields.optionalText("description", root.path("description")),
                        Labels.problem(root.path("labels")),
                        images(root.path("images")),
                        eventTime(root.path("event_time")))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> status(JsonNode value) {
        Optional<String> notText = Fields.requiredText("event_status", value);
        return notText.isPresent() || STATUSES.contains(value.textValue())
                ? notText
                : Fields.problem(
                        "event_status",
                        Fields.quoted(value.textValue()),
                        "Critical, Warning, Info or Ok, in exactly this case");
    }

    private static Optional<String> images(JsonNode images) {
        if (Fields.absent(images)) {
            return Optional.empty();
        }
        boolean good = images.isArray()
                && StreamSupport.stream(images.spliterator(), false)
                        .allMatch(image -> image.isObject()
                                && Stream.of("alt", "src", "href")
                                        .allMatch(name -> Fields.optionalText(name, image.path(name))
                                                .isEmpty()));
        return good
                ? Optional.empty()
                : Fields.problem("images", Fields.kind(images), "an array of objects with the texts alt, src, href");
    }

    private static Optional<String> eventTime(JsonNode value) {
        return Fields.absent(value) || value.isIntegralNumber()
                ? Optional.empty()
                : Fields.problem("event_time", Fields.kind(value), "whole seconds since 1970");
    }
}
