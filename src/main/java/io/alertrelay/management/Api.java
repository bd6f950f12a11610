package io.alertrelay.management;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which resource answers {@code GET /api/v1/<resource>/<item>}, what lists {@code GET /api/v1/<listing>?…}, which
 * question answers {@code POST /api/v1/<question>}, and which action {@code POST /api/v1/<action>/<item>}. All may
 * block.
 */
public final class Api {
    /** The prefix of all its paths. */
    public static final String PATH = "/api/v1/";

    /** An answer may read topics, so only a few run at a time: the relay's own work has priority. */
    private static final int AT_A_TIME = 4;

    /** In a body: a tree takes some hundred bytes for each, however few there are in the body. */
    private static final long MOST_TOKENS = 500_000;

    /** A body may quote a webhook: its numbers stay as they are, and no value takes the place of another one. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final byte[] EMPTY = {'{', '}'};

    private final Map<String, Resource> resources;
    private final Map<String, Question> questions;
    private final Map<String, Action> actions;
    private final Map<String, Listing> listings;
    private final Semaphore room = new Semaphore(AT_A_TIME);
    private final Semaphore actionRoom = new Semaphore(AT_A_TIME);

    /**
     * The API.
     *
     * @param resources by the first segment of their path
     * @param questions by the rest of their path
     * @param actions by the first segment of their path
     * @param listings by the rest of their path
     */
    public Api(
            Map<String, Resource> resources,
            Map<String, Question> questions,
            Map<String, Action> actions,
            Map<String, Listing> listings) {
        this.resources = Map.copyOf(resources);
        this.questions = Map.copyOf(questions);
        this.actions = Map.copyOf(actions);
        this.listings = Map.copyOf(listings);
    }

    /** Answers the path, which begins with {@link #PATH}. */
    ApiAnswer get(String path) {
        String rest = path.substring(PATH.length());
        Resource resource = resources.get(first(rest));
        if (resource == null) {
            return questions.containsKey(rest) || actions.containsKey(first(rest))
                    ? methodNotAllowed("POST")
                    : notFound(union(resources.keySet(), listings.keySet()));
        }
        return whileThereIsRoom(room, () -> resource.get(item(rest)));
    }

    /**
     * Answers what was posted to the path, which begins with {@link #PATH}.
     *
     * @param operator the operator as stated; empty if not stated
     */
    ApiAnswer post(String path, byte[] body, Optional<String> operator) {
        String rest = path.substring(PATH.length());
        Question question = questions.get(rest);
        Action action = actions.get(first(rest));
        if (question == null && action != null) {
            // A limit of their own: actions are rare, and must not wait for readers.
            return object(body.length == 0 ? EMPTY : body)
                    .map(object -> whileThereIsRoom(actionRoom, () -> action.post(item(rest), object, operator)))
                    .orElseGet(Api::invalidBody);
        }
        if (question == null) {
            return resources.containsKey(first(rest)) || listings.containsKey(rest)
                    ? methodNotAllowed("GET")
                    : notFound(union(questions.keySet(), actions.keySet()));
        }
        return object(body)
                .map(object -> whileThereIsRoom(room, () -> question.answer(object, operator)))
                .orElseGet(Api::invalidBody);
    }

    /** Empty if it is not valid. */
    private static Optional<ObjectNode> object(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static ApiAnswer invalidBody() {
        return ApiAnswer.error(
                400,
                "InvalidBody",
                "expected a JSON object as the body, of at most " + MOST_TOKENS
                        + " tokens, each name once in its object");
    }

    /** The listing at the path, which begins with {@link #PATH}. */
    Optional<Listing> listing(String path) {
        return Optional.ofNullable(listings.get(path.substring(PATH.length())));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }

    private static String first(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private static String item(String rest) {
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : decode(rest.substring(slash + 1));
    }

    private static ApiAnswer whileThereIsRoom(Semaphore room, Supplier<ApiAnswer> answer) {
        if (!room.tryAcquire()) {
            return ApiAnswer.error(503, "Busy", "too many requests are being answered; ask again");
        }
        try {
            return answer.get();
        } finally {
            room.release();
        }
    }

    private static ApiAnswer methodNotAllowed(String expected) {
        return ApiAnswer.error(405, "MethodNotAllowed", "expected " + expected);
    }

    private static ApiAnswer notFound(Set<String> names) {
        return ApiAnswer.error(404, "NotFound", "expected " + PATH + String.join(" or " + PATH, new TreeSet<>(names)));
    }

    /** Decodes percent-encoding; invalid escapes are kept. */
    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    /** A resource that can be read. */
    @FunctionalInterface
    public interface Resource {
        /**
         * Answers; may block.
         *
         * @param item the requested item; empty if none in particular
         */
        ApiAnswer get(String item);
    }

    /** A resource that can be listed, line by line. */
    @FunctionalInterface
    public interface Listing {
        /**
         * Lists; may block. Limits how many do so at a time.
         *
         * @param parameters of the URL
         * @param line receives one line; returns false when the client is gone
         * @return why it can't be listed, or why the list ends early
         */
        Optional<ApiAnswer> list(Map<String, List<String>> parameters, Predicate<ObjectNode> line);
    }

    /** A question or order with a body. */
    @FunctionalInterface
    public interface Question {
        /**
         * Answers what was posted; may block.
         *
         * @param operator the operator as stated; empty if not stated
         */
        ApiAnswer answer(ObjectNode body, Optional<String> operator);
    }

    /** An action. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it; may block.
         *
         * @param item the target; empty if none in particular
         * @param body further parameters; possibly without fields
         * @param operator the operator as stated; empty if not stated
         */
        ApiAnswer post(String item, ObjectNode body, Optional<String> operator);
    }
}
