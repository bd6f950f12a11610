package io.alertrelay.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.intake.Answered;
import io.alertrelay.intake.UnavailableReason;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.text.OneLine;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the requests that the endpoint refuses until the counts are taken to be stored. Refusals cost a sender
 * nothing, so what is kept is bounded: one number for each status and integration, and the first few posts with a known
 * key. Thread-safe.
 */
public final class RefusedRequests {
    private static final int MOST_POSTS = 20;

    private final Clock clock;
    private final SortedMap<EndpointRefusals.Kind, Long> counts = new TreeMap<>();
    private final List<Post> posts = new ArrayList<>();
    private final List<EndpointRefusals.RefusedPost> givenBack = new ArrayList<>();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    private record Post(Instant at, Answered answered) {}

    RefusedRequests(Clock clock) {
        this.clock = clock;
    }

    /** A request was refused; its body, if any, is not kept. */
    synchronized void refused(Answered answered) {
        Instant now = clock.instant();
        count(kind(answered), 1, now, now);
        if (!answered.integration().isEmpty() && posts.size() + givenBack.size() < MOST_POSTS) {
            posts.add(new Post(now, answered));
        }
    }

    private static EndpointRefusals.Kind kind(Answered answered) {
        return answered.reply().unknownKey()
                ? EndpointRefusals.Kind.UNKNOWN_KEY
                : EndpointRefusals.Kind.of(
                        answered.integration(),
                        answered.reply().status(),
                        answered.reply().notNow().map(UnavailableReason::word));
    }

    /** Whether there are posts with a known key. */
    public synchronized boolean hasKnown() {
        return !posts.isEmpty() || !givenBack.isEmpty();
    }

    /** The refusals since the last call; empty if there were none. */
    public Optional<EndpointRefusals> take() {
        List<Post> raw = new ArrayList<>();
        // Replies are read afterwards: the threads of the public port wait for this lock.
        return takeInto(raw).map(taken -> {
            List<EndpointRefusals.RefusedPost> all = new ArrayList<>(taken.posts());
            raw.forEach(post -> all.add(post(post)));
            return new EndpointRefusals(taken.from(), taken.to(), taken.counts(), all);
        });
    }

    private synchronized Optional<EndpointRefusals> takeInto(List<Post> raw) {
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        raw.addAll(posts);
        EndpointRefusals taken = new EndpointRefusals(first, last, counts, givenBack);
        counts.clear();
        posts.clear();
        givenBack.clear();
        first = Instant.MAX;
        last = Instant.MIN;
        return Optional.of(taken);
    }

    /** These could not be stored: they are returned again next time, the posts in place of as many later ones. */
    public synchronized void giveBack(EndpointRefusals taken) {
        taken.counts().forEach((kind, count) -> count(kind, count, taken.from(), taken.to()));
        taken.posts().stream().limit(MOST_POSTS - givenBack.size()).forEach(givenBack::add);
        while (posts.size() + givenBack.size() > MOST_POSTS) {
            posts.remove(posts.size() - 1);
        }
    }

    private void count(EndpointRefusals.Kind kind, long more, Instant from, Instant to) {
        counts.merge(kind, more, Long::sum);
        first = from.isBefore(first) ? from : first;
        last = to.isAfter(last) ? to : last;
    }

    private static EndpointRefusals.RefusedPost post(Post post) {
        JsonNode reply = reply(post.answered());
        return new EndpointRefusals.RefusedPost(
                post.at(),
                post.answered().integration(),
                post.answered().reply().status(),
                reply.path("request_id").asText(),
                post.answered().remote().toString(),
                OneLine.of(reply.at("/error/message").asText()));
    }

    private static JsonNode reply(Answered answered) {
        try {
            return new ObjectMapper().readTree(answered.reply().body());
        } catch (IOException e) {
            throw new IllegalStateException("a reply is JSON", e);
        }
    }
}
