package io.alertrelay.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The requests that the endpoint of one relay refused in a period, without storing their bodies. Records add up: each
 * counts the requests since the one before.
 *
 * @param from the time of the first one
 * @param to the time of the last one
 * @param counts how many posts
 * @param posts some of those with a known key, oldest first
 */
public record EndpointRefusals(Instant from, Instant to, SortedMap<Kind, Long> counts, List<RefusedPost> posts) {
    public EndpointRefusals {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        posts = List.copyOf(posts);
    }

    /**
     * The key of the counts.
     *
     * @param integration by its key; empty if that was not known
     * @param status of HTTP that it was answered with; 499 if nobody was there any more to be answered
     * @param cause why, in words
     */
    public record Kind(String integration, int status, String cause) implements Comparable<Kind> {
        /** With an integration key that is not a known one. */
        public static final Kind UNKNOWN_KEY = new Kind("", 401, "an integration key that is not a known one");

        private static final Map<Integer, String> CAUSES = Map.of(
                400, "no HTTP that can be read",
                401, "no integration key, or one that has expired",
                404, "no such path",
                405, "no POST",
                408, "the head of the request did not arrive in time",
                413, "the body was too large",
                499, "the connection was closed before the body could be stored",
                503, "not taken or not stored just then");

        /** @param detail a word more specific than the status; empty if there is none */
        public static Kind of(String integration, int status, Optional<String> detail) {
            return new Kind(
                    integration,
                    status,
                    CAUSES.getOrDefault(status, "no request that can be taken")
                            + detail.map(word -> " (" + word + ")").orElse(""));
        }

        @Override
        public int compareTo(Kind other) {
            return Comparator.comparing(Kind::integration)
                    .thenComparing(Kind::status)
                    .thenComparing(Kind::cause)
                    .compare(this, other);
        }
    }

    /**
     * One post with a known key.
     *
     * @param requestId that it was answered
     * @param remote who sent it, as far as that is known
     * @param message of the answer; repeats nothing of its body
     */
    public record RefusedPost(
            Instant at, String integration, int status, String requestId, String remote, String message) {
        public RefusedPost {
            Objects.requireNonNull(at);
            Objects.requireNonNull(integration);
            Objects.requireNonNull(requestId);
            Objects.requireNonNull(remote);
            Objects.requireNonNull(message);
        }
    }

    /** Reads a record of the topic; empty if the relay did not write it. */
    public static Optional<EndpointRefusals> of(StoredRecord record) {
        return RecordJson.read(record.value(), Value.class).flatMap(Value::refusals);
    }

    /**
     * As written to the topic.
     *
     * @param key the name of the relay
     */
    public NewRecord draft(String key) {
        return new NewRecord(key, RecordJson.bytes(new Value(from, to, count(counts), posts)));
    }

    /** The counts as JSON; a post without a known key has no {@code integration}. */
    public static JsonNode json(SortedMap<Kind, Long> counts) {
        return RecordJson.mapper().valueToTree(count(counts));
    }

    private static List<Count> count(SortedMap<Kind, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> Count.of(entry.getKey(), entry.getValue()))
                .toList();
    }

    private record Value(Instant from, Instant to, List<Count> counts, List<RefusedPost> posts) {
        Optional<EndpointRefusals> refusals() {
            if (from == null || to == null || counts == null || counts.contains(null)) {
                return Optional.empty();
            }
            SortedMap<Kind, Long> summed = new TreeMap<>();
            counts.forEach(one -> summed.merge(one.kind(), one.count, Long::sum));
            return Optional.of(
                    new EndpointRefusals(from, to, summed, posts == null || posts.contains(null) ? List.of() : posts));
        }
    }

    private record Count(Optional<String> integration, int status, String cause, long count) {
        static Count of(Kind kind, long count) {
            return new Count(
                    Optional.of(kind.integration()).filter(name -> !name.isEmpty()),
                    kind.status(),
                    kind.cause(),
                    count);
        }

        Kind kind() {
            return new Kind(integration.orElse(""), status, cause == null ? "" : cause);
        }
    }
}
