package io.alertrelay.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the endpoint of one relay refused in a stretch of time, without storing its body. Records of it add up: each
 * counts what came since the one before.
 *
 * @param from when the first of it came
 * @param to when the last of it came
 * @param counts how many posts
 * @param posts some of those that came with a known key, oldest first
 */
public record EndpointRefusals(Instant from, Instant to, SortedMap<Kind, Long> counts, List<Post> posts) {
    public EndpointRefusals {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        posts = List.copyOf(posts);
    }

    /**
     * By what it is counted.
     *
     * @param integration by its key; empty if that was not known
     * @param status of HTTP that it was answered with
     * @param cause why, in words
     */
    public record Kind(String integration, int status, String cause) implements Comparable<Kind> {
        private static final Map<Integer, String> CAUSES = Map.of(
                400, "no HTTP that can be read",
                401, "no integration key, or none that is known",
                404, "no such path",
                405, "no POST",
                408, "the body did not arrive in time",
                413, "the body was too large",
                503, "not taken or not stored just then");

        /** @param detail a word that says more than the status; empty if there is none */
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
     * @param message that it was answered; says nothing of its body
     */
    public record Post(Instant at, String integration, int status, String requestId, String remote, String message) {}
}
