package io.alertrelay.management;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * Which resource answers {@code GET /api/v1/<resource>/<item>}, and which action {@code POST /api/v1/<action>}. Both may
 * block.
 */
public final class Api {
    /** What all its paths begin with. */
    public static final String PATH = "/api/v1/";

    /** An answer may read topics, so only a few are made at a time: the relay's own work comes first. */
    private static final int AT_A_TIME = 4;

    private final Map<String, Resource> resources;
    private final Map<String, Action> actions;
    private final Semaphore room = new Semaphore(AT_A_TIME);

    /**
     * @param resources by the first segment of their path
     * @param actions by the first segment of their path
     */
    public Api(Map<String, Resource> resources, Map<String, Action> actions) {
        this.resources = Map.copyOf(resources);
        this.actions = Map.copyOf(actions);
    }

    /** Whether the path, which begins with {@link #PATH}, is for POST. */
    boolean isAction(String path) {
        return actions.containsKey(first(path));
    }

    /**
     * Does what the path says, which {@linkplain #isAction is an action}.
     *
     * @param operator who asks for it, as that says; empty if it does not
     */
    ApiAnswer post(String path, Optional<String> operator) {
        return actions.get(first(path)).post(item(path), operator);
    }

    private static String first(String path) {
        String rest = path.substring(PATH.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private static String item(String path) {
        String rest = path.substring(PATH.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : decode(rest.substring(slash + 1));
    }

    /** Answers the path, which begins with {@link #PATH}. */
    ApiAnswer get(String path) {
        Resource resource = resources.get(first(path));
        if (resource == null) {
            return ApiAnswer.error(
                    404,
                    "NotFound",
                    "expected " + PATH + String.join(" or " + PATH, new TreeSet<>(resources.keySet())));
        }
        if (!room.tryAcquire()) {
            return ApiAnswer.error(503, "Busy", "too many requests are being answered; ask again");
        }
        try {
            return resource.get(item(path));
        } finally {
            room.release();
        }
    }

    /** Undoes percent-encoding; what is broken stays as it is. */
    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    /** One kind of thing that can be asked for. */
    @FunctionalInterface
    public interface Resource {
        /**
         * Answers; may block.
         *
         * @param item what of it is asked for; empty if nothing in particular
         */
        ApiAnswer get(String item);
    }

    /** One kind of thing that can be done. */
    @FunctionalInterface
    public interface Action {
        /**
         * Does it; may block.
         *
         * @param item what it is done to; empty if nothing in particular
         * @param operator who asks for it, as that says; empty if it does not
         */
        ApiAnswer post(String item, Optional<String> operator);
    }
}
