package io.alertrelay.management;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides what may be posted to a port without a login. A page of another site can make its reader's browser post here,
 * but not with this Content-Type unless allowed to, and never without its Origin.
 */
final class PostGuard {
    private PostGuard() {}

    /** The reason to reject the request, if any. */
    static Optional<ApiAnswer> refusal(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json")) {
            return Optional.of(
                    ApiAnswer.error(415, "UnsupportedMediaType", "expected the header Content-Type: application/json"));
        }
        String origin = request.getHeader("Origin");
        String host = request.getHeader("Host");
        if (origin != null && !isOwn(origin, host)) {
            return Optional.of(foreign(origin, host == null ? "" : host));
        }
        return Optional.empty();
    }

    /**
     * Looks the same behind a proxy that puts a Host of its own in place of the browser's, so it says what to do then.
     */
    private static ApiAnswer foreign(String origin, String host) {
        return SiteGuard.foreign("found the Origin \"" + HostGuard.shown(origin) + "\" for the Host \""
                + HostGuard.shown(host) + "\", expected no page of another site; behind a proxy pass the Host on"
                + " (nginx: proxy_set_header Host $http_host)");
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
