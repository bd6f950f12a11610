package io.alertrelay.find;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import java.time.Instant;
import java.util.Optional;

/** What a search finds, as JSON, one object a line; {@code what} has the kind. */
final class FoundJson {
    private FoundJson() {}

    /** {@code alert}. */
    public static ObjectNode of(FoundAlert alert) {
        return line("alert", alert);
    }

    /** {@code progress}. */
    public static ObjectNode progress(long searched, long total, Instant backTo) {
        return line(
                "progress",
                new Progress(
                        searched,
                        total,
                        Optional.of(backTo).filter(at -> at.isAfter(Instant.EPOCH) && at.isBefore(Instant.MAX))));
    }

    /** {@code end}, the last line of a search that was not cut off. */
    public static ObjectNode of(SearchEnd end) {
        return line("end", end);
    }

    private static ObjectNode line(String what, Object content) {
        ObjectNode line = JsonNodeFactory.instance.objectNode().put("what", what);
        return line.setAll(Json.of(content));
    }

    private record Progress(long searched, long of, Optional<Instant> backTo) {}
}
