package io.alertrelay.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL to which a channel's events are posted. The query has the integration key and parameters that change what
 * Flashduty does with an event, so it is secret and kept verbatim; only what can't be in a request as it is, characters
 * beyond ASCII, is percent-encoded as UTF-8.
 *
 * @param endpoint without the query
 * @param query as in the request, without the question mark; empty if there is none
 */
public record PushUrl(URI endpoint, Secret query) {
    private static final Pattern AUTHORITY = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://(?:[^/@]*@)?([^/:]*)");

    private static final Pattern KIND = Pattern.compile("/push/alert/([a-z0-9-]+)$");

    private static final int LAST_OF_ASCII = 0x7e;

    /** Parses an absolute http or https URL without user and fragment; empty if it is not one. */
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
            // RFC 3986, 3.1: schemes are case-insensitive; Camel knows only lower case.
            String lower = uri.getScheme().toLowerCase(Locale.ROOT)
                    + endpoint.substring(uri.getScheme().length());
            return Optional.of(new PushUrl(new URI(lower), new Secret(ascii(query))));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static String ascii(String query) {
        StringBuilder encoded = new StringBuilder();
        query.codePoints().forEach(c -> {
            if (c <= LAST_OF_ASCII) {
                encoded.appendCodePoint(c);
            } else {
                encoded.append(URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8));
            }
        });
        return encoded.toString();
    }

    /** The integration key in the query, which is a secret; empty if there is none. */
    public Optional<String> integrationKey() {
        return Arrays.stream(query.reveal().split("&"))
                .filter(parameter -> parameter.startsWith("integration_key="))
                .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                .map(key -> URLDecoder.decode(key, StandardCharsets.UTF_8))
                .findFirst();
    }

    /** What is wrong with a URL, without disclosing a secret; empty if nothing in particular. */
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
     * The kind of integration in its path, if that does not accept events of the format. The path does not show whether
     * ARMS bodies are accepted.
     */
    Optional<String> otherKind(Format format) {
        Matcher kind = KIND.matcher(String.valueOf(endpoint.getPath()));
        return format == Format.STANDARD && kind.find() && !kind.group(1).equals("standard")
                ? Optional.of(kind.group(1))
                : Optional.empty();
    }

    /** Whether it has the form of Flashduty's URLs, which have the key in the query, but no key. */
    boolean isKeyless() {
        return KIND.matcher(String.valueOf(endpoint.getPath())).find()
                && integrationKey().filter(key -> !key.isBlank()).isEmpty();
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
