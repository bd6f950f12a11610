package io.alertrelay.management;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Rejects requests for the API that a page of another site makes its reader's browser send. The page can't read the
 * answer, but to make it costs the relay a reading of its topics. Browsers say so in a header that pages can't set;
 * commands, Prometheus and scripts do not send it.
 */
final class SiteGuard {
    /** The console, and a person who opens the address. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private SiteGuard() {}

    /** The reason to reject the request, if any. */
    static Optional<ApiAnswer> refusal(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (!request.path().startsWith(Api.PATH) || site == null || OWN.contains(site)) {
            return Optional.empty();
        }
        return Optional.of(foreign("expected no page of another site"));
    }

    /** What a page of another site is answered. */
    static ApiAnswer foreign(String message) {
        return ApiAnswer.error(403, "ForeignOrigin", message);
    }
}
