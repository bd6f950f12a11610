package io.alertrelay.repair;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results of a retry, as JSON. */
public record RetryJson(boolean done, List<Item> items) {
    private record Item(String id, @JsonUnwrapped RetryItem item, Optional<String> storedAs) {}

    /**
     * The results as an object.
     *
     * @param receipts of the webhooks that were stored, by the ids of the records
     * @param done whether it was executed
     */
    public static ObjectNode of(List<RetryItem> plan, Map<String, String> receipts, boolean done) {
        return Json.of(new RetryJson(
                done,
                plan.stream()
                        .map(item -> new Item(
                                item.record().name(),
                                item,
                                Optional.ofNullable(receipts.get(item.record().name()))))
                        .toList()));
    }
}
