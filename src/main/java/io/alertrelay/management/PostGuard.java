package io.alertrelay.management;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * What may be posted to a port that has no login. A page of another site can make a browser post here, on the machine
 * of whoever reads it: but not with this Content-Type, unless it is allowed to, and never without telling its Origin.
 */
final class PostGuard {
    private PostGuard() {}

    /** Why the request is not answered, if so. */
    static Optional<ApiAnswer> refusal(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json")) {
            return Optional.of(
                    ApiAnswer.error(415, "UnsupportedMediaType", "expected the header Content-Type: application/json"));
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isOwn(origin, request.getHeader("Host"))) {
            return Optional.of(ApiAnswer.error(403, "ForeignOrigin", "expected no page of another site"));
        }
        return Optional.empty();
    }

    private static boolean isOwn(String origin, String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
