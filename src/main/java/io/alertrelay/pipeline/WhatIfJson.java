package io.alertrelay.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.pipeline.WhatIfResult.Difference;
import io.alertrelay.pipeline.WhatIfResult.Example;
import java.util.List;

/** What other rules would have done, as JSON, for programs; docs/routing.md has its form. */
public final class WhatIfJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private WhatIfJson() {}

    /**
     * As an object.
     *
     * @param before the version of the rules of now
     * @param after the version of the others
     */
    public static ObjectNode of(String integration, String before, String after, WhatIfResult result) {
        ObjectNode root = JSON.objectNode()
                .put("integration", integration)
                .put("rules_before", before)
                .put("rules_after", after)
                .put("webhooks", result.webhooks())
                .put("unreadable", result.unreadable())
                .put("firings", result.firings())
                .put("recoveries", result.recoveries())
                .put("changed", result.changed())
                .put("added", result.added())
                .put("removed", result.removed())
                .put("into_default", result.intoDefault())
                .put("ungrouped", result.ungrouped());
        ObjectNode channels = root.putObject("channels");
        result.channels()
                .forEach((name, count) ->
                        channels.putObject(name).put("before", count.before()).put("after", count.after()));
        ArrayNode groups = root.putArray("groups");
        result.largest().forEach(entry -> {
            Difference difference = entry.getKey();
            ObjectNode group = groups.addObject().put("count", entry.getValue().count());
            group.set("before", texts(difference.before()));
            group.set("after", texts(difference.after()));
            group.set("removed", texts(difference.removed()));
            group.set("added", texts(difference.added()));
            group.put("why_before", difference.whyBefore())
                    .put("why_after", difference.whyAfter())
                    .put("into_default", difference.intoDefault());
            ArrayNode examples = group.putArray("examples");
            entry.getValue().examples().forEach(example -> examples.add(of(example)));
        });
        return root;
    }

    private static ObjectNode of(Example example) {
        ObjectNode node = JSON.objectNode()
                .put("receipt", example.receipt())
                .put("index", example.index())
                .put("received_at", example.receivedAt().toString())
                .put("severity", example.severity().word())
                .put("title", example.title());
        ObjectNode values = node.putObject("values");
        example.values()
                .forEach((key, value) -> value.ifPresentOrElse(v -> values.put(key, v), () -> values.putNull(key)));
        return node;
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode array = JSON.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
