package io.alertrelay.management;

import io.vertx.core.http.HttpServerRequest;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Accepts only requests for a known name of this machine. Otherwise a page of another site could make its own name
 * resolve to this address (DNS rebinding), and then read and order anything: to the browser both are one site, and the
 * Origin is the page's own.
 *
 * <p>An address needs no name server, so none can forge it: every address is accepted, including that of a pod. So is a
 * request without a Host, which no browser sends.
 */
final class HostGuard {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+(%[\\w.-]+)?]");
    private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");
    private static final int SHOWN = 100;

    private final Set<String> names;

    /** @param names known names, in addition to {@code localhost} */
    HostGuard(Collection<String> names) {
        this.names = Stream.concat(Stream.of("localhost"), names.stream())
                .map(HostGuard::plain)
                .collect(Collectors.toSet());
    }

    /** The reason to reject the request, if any. */
    Optional<ApiAnswer> refusal(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (host == null || isKnown(plain(PORT.matcher(host.strip()).replaceFirst("")))) {
            return Optional.empty();
        }
        return Optional.of(ApiAnswer.error(
                421,
                "UnknownHost",
                "found the host \"" + shown(host)
                        + "\", expected localhost, an address, or a name of the setting management.hosts"));
    }

    private boolean isKnown(String host) {
        return names.contains(host) || ADDRESS.matcher(host).matches();
    }

    /** As much of a header as an answer repeats. */
    static String shown(String header) {
        return header.length() > SHOWN ? header.substring(0, SHOWN) + "…" : header;
    }

    /** A name is case-insensitive, and may end with a dot. */
    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
