package io.alertrelay.intake;

import io.alertrelay.arms.Sender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The target of a request. Parsed leniently, because a webhook rejected for a slash is a lost alert: doubled and
 * trailing slashes are ignored, and only the parameter with the key is decoded.
 *
 * @param path with single slashes and none at the end
 * @param key the value of {@code integration_key}; empty if it is absent or blank
 */
record RequestTarget(String path, Optional<String> key) {
    private static final String KEY = "integration_key";
    /** Each sender has its own path, like Flashduty's push URLs. */
    private static final String PUSH = "/event/push/alert/";

    /** Reads the target of a request line (RFC 9112, section 3.2), in origin or in absolute form. */
    static RequestTarget of(String target) {
        String local = withoutAuthority(until(target, '#'));
        int query = local.indexOf('?');
        return query < 0
                ? new RequestTarget(path(local), Optional.empty())
                : new RequestTarget(path(local.substring(0, query)), key(local.substring(query + 1)));
    }

    /** Where the sender posts: {@code /event/push/alert/<word>}. */
    static String pathOf(Sender sender) {
        return PUSH + sender.word();
    }

    /** The sender that posts to this path, if any. */
    Optional<Sender> sender() {
        return Arrays.stream(Sender.values())
                .filter(sender -> pathOf(sender).equals(path))
                .findFirst();
    }

    private static String withoutAuthority(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return target;
        }
        int path = target.indexOf('/', scheme + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    private static String path(String written) {
        StringBuilder path = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c != '/' || path.length() == 0 || path.charAt(path.length() - 1) != '/') {
                path.append(c);
            }
        }
        if (path.length() > 1 && path.charAt(path.length() - 1) == '/') {
            path.setLength(path.length() - 1);
        }
        return path.toString();
    }

    private static Optional<String> key(String query) {
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            String parameter = query.substring(start, end < 0 ? query.length() : end);
            int equals = parameter.indexOf('=');
            if (equals >= 0 && decoded(parameter.substring(0, equals)).equals(KEY)) {
                String value = decoded(parameter.substring(equals + 1)).strip();
                return value.isEmpty() ? Optional.empty() : Optional.of(value);
            }
            if (end < 0) {
                break;
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    /** Decodes percent-encoding; a {@code %} that does not begin an escape is kept. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int high = digit(text, i + 1);
            int low = digit(text, i + 2);
            if (text.charAt(i) == '%' && high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(text.charAt(i)).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int digit(String text, int at) {
        return at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
    }

    private static String until(String text, char end) {
        int at = text.indexOf(end);
        return at < 0 ? text : text.substring(0, at);
    }
}
