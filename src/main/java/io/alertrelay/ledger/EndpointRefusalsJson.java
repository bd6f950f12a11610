package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was refused, as the records of its topic have it: JSON. */
public final class EndpointRefusalsJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private EndpointRefusalsJson() {}

    /** As a record has it. */
    public static ObjectNode write(EndpointRefusals refusals) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("from", refusals.from().toString())
                .put("to", refusals.to().toString());
        root.set("counts", counts(refusals.counts()));
        ArrayNode posts = root.putArray("posts");
        refusals.posts()
                .forEach(post -> posts.addObject()
                        .put("at", post.at().toString())
                        .put("integration", post.integration())
                        .put("status", post.status())
                        .put("request_id", post.requestId())
                        .put("remote", post.remote())
                        .put("message", post.message()));
        return root;
    }

    /** How many, by what; a post without a known key has no {@code integration}. */
    static ArrayNode counts(SortedMap<EndpointRefusals.Kind, Long> counts) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        counts.forEach((kind, count) -> {
            ObjectNode one = all.addObject();
            if (!kind.integration().isEmpty()) {
                one.put("integration", kind.integration());
            }
            one.put("status", kind.status()).put("cause", kind.cause()).put("count", count);
        });
        return all;
    }

    /** What a record says; empty if it is none of the relay's making. */
    public static Optional<EndpointRefusals> read(byte[] value) {
        try {
            JsonNode root = JSON.readTree(value);
            SortedMap<EndpointRefusals.Kind, Long> counts = new TreeMap<>();
            root.path("counts")
                    .forEach(one -> counts.merge(
                            new EndpointRefusals.Kind(
                                    one.path("integration").asText(),
                                    one.path("status").asInt(),
                                    one.path("cause").asText()),
                            one.path("count").asLong(),
                            Long::sum));
            List<EndpointRefusals.Post> posts = new ArrayList<>();
            root.path("posts")
                    .forEach(one -> posts.add(new EndpointRefusals.Post(
                            RecordTime.parse(one.path("at").asText()),
                            one.path("integration").asText(),
                            one.path("status").asInt(),
                            one.path("request_id").asText(),
                            one.path("remote").asText(),
                            one.path("message").asText())));
            return Optional.of(new EndpointRefusals(
                    RecordTime.parse(root.path("from").asText()),
                    RecordTime.parse(root.path("to").asText()),
                    counts,
                    posts));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
