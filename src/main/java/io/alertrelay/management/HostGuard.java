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
 * Answers only who asks for this machine by a name that it is known by. Otherwise a page of another site could have its
 * own name point to this address (DNS rebinding), and would then be allowed to read, and to order, whatever it likes:
 * the browser takes both for one site, and the Origin is the page's own.
 *
 * <p>An address needs no name server, so none can lie about it: every address is accepted, also that of a pod. So is a
 * request without a Host, which no browser makes.
 */
final class HostGuard {
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+(%[\\w.-]+)?]");
    private static final Pattern PORT = Pattern.compile(":\\d{0,5}$");
    private static final int SHOWN = 100;

    private final Set<String> names;

    /** @param names by which it is known, beside {@code localhost} */
    HostGuard(Collection<String> names) {
        this.names = Stream.concat(Stream.of("localhost"), names.stream())
                .map(HostGuard::plain)
                .collect(Collectors.toSet());
    }

    /** Why the request is not answered, if so. */
    Optional<ApiAnswer> refusal(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (host == null || isKnown(plain(PORT.matcher(host.strip()).replaceFirst("")))) {
            return Optional.empty();
        }
        return Optional.of(ApiAnswer.error(
                421,
                "UnknownHost",
                "found the host \"" + (host.length() > SHOWN ? host.substring(0, SHOWN) + "…" : host)
                        + "\", expected localhost, an address, or a name of the setting management.hosts"));
    }

    private boolean isKnown(String host) {
        return names.contains(host) || ADDRESS.matcher(host).matches();
    }

    /** A name has no case, and may end with a dot. */
    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
