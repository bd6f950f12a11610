package io.alertrelay.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a channel's events are posted. The query holds the integration key, and parameters that change what Flashduty
 * does with an event, so it is a secret and is kept verbatim.
 *
 * @param endpoint without the query
 * @param query raw, without the question mark; empty if there is none
 */
public record PushUrl(URI endpoint, Secret query) {
    private static final Pattern AUTHORITY = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/@]*@)?([^/:]*)");

    private static final Pattern KIND = Pattern.compile("/push/alert/([a-z0-9-]+)$");

    /** Reads an absolute http or https URL without user and fragment; empty if it is none. */
    public static Optional<PushUrl> parse(String text) {
        int mark = text.indexOf('?');
        String endpoint = mark < 0 ? text : text.substring(0, mark);
        String query = mark < 0 ? "" : text.substring(mark + 1);
        try {
            new URI(text);
            URI uri = new URI(endpoint);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            boolean port = uri.getPort() == -1 || (uri.getPort() > 0 && uri.getPort() <= 65535);
            if (!http || !port || uri.getHost() == null || uri.getUserInfo() != null || text.indexOf('#') >= 0) {
                return Optional.empty();
            }
            // RFC 3986, 3.1: schemes are the same in any case; Camel knows only the lower one.
            String lower = uri.getScheme().toLowerCase(Locale.ROOT)
                    + endpoint.substring(uri.getScheme().length());
            return Optional.of(new PushUrl(new URI(lower), new Secret(query)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The integration key in the query, which is a secret; empty if there is none. */
    public Optional<String> integrationKey() {
        return Arrays.stream(query.reveal().split("&"))
                .filter(parameter -> parameter.startsWith("integration_key="))
                .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                .map(key -> URLDecoder.decode(key, StandardCharsets.UTF_8))
                .findFirst();
    }

    /**
     * What is wrong with a URL of which it may be said without giving a secret away; empty if nothing in particular.
     */
    static Optional<String> oddity(String text) {
        int mark = text.indexOf('?');
        if (text.contains("{{") || text.contains("}}")) {
            return Optional.of("{{ or }} in it, a placeholder that nothing fills");
        }
        return host(mark < 0 ? text : text.substring(0, mark))
                .filter(host -> host.indexOf('_') >= 0)
                .map(host -> "the character _ in the host, which no name of a host may have (RFC 1123); give the host"
                        + " another name, or its address");
    }

    /**
     * The kind of integration that its path names, if it takes no events of that format. What takes ARMS bodies can't
     * be told by the path.
     */
    Optional<String> otherKind(Format format) {
        Matcher kind = KIND.matcher(String.valueOf(endpoint.getPath()));
        return format == Format.STANDARD && kind.find() && !kind.group(1).equals("standard")
                ? Optional.of(kind.group(1))
                : Optional.empty();
    }

    /** Whether it is one of Flashduty's form, whose key stands in the query, and has none. */
    boolean isKeyless() {
        return KIND.matcher(String.valueOf(endpoint.getPath())).find()
                && query.reveal().isEmpty();
    }

    private static Optional<String> host(String endpoint) {
        Matcher url = AUTHORITY.matcher(endpoint);
        return url.find() ? Optional.of(url.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
