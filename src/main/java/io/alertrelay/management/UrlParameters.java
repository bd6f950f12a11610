package io.alertrelay.management;

import io.alertrelay.text.OneLine;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The parameters of a URL. Not by Vert.x, which throws on the first wrong escape: {@code text=CPU>90%} is what people
 * type.
 *
 * @param query as it was sent; possibly empty
 */
record UrlParameters(String query) {
    private static final Pattern WRONG_ESCAPE = Pattern.compile("%(?!\\p{XDigit}{2})");
    private static final int ESCAPE_LENGTH = 3;
    private static final int SHOWN = 100;

    /** Those of the request. */
    static UrlParameters of(HttpServerRequest request) {
        return new UrlParameters(Optional.ofNullable(request.query()).orElse(""));
    }

    /** The reason to reject them, if any. */
    Optional<ApiAnswer> refusal() {
        return parameters().flatMap(UrlParameters::mistake).findFirst();
    }

    /** All values by name, in their order. Only without a {@link #refusal}. */
    Map<String, List<String>> all() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        parameters().forEach(parameter -> {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            all.computeIfAbsent(decoded(name), first -> new ArrayList<>()).add(decoded(value));
        });
        return all;
    }

    private Stream<String> parameters() {
        return Arrays.stream(query.split("&")).filter(parameter -> !parameter.isEmpty());
    }

    private static Stream<ApiAnswer> mistake(String parameter) {
        Matcher wrong = WRONG_ESCAPE.matcher(parameter);
        if (!wrong.find()) {
            return Stream.empty();
        }
        // Zero if the name itself is wrong, or there is none.
        int value = parameter.substring(0, wrong.start()).indexOf('=') + 1;
        String of = value == 0 ? "" : OneLine.of(decoded(parameter.substring(0, value - 1))) + ": ";
        return Stream.of(ApiAnswer.error(
                400,
                "InvalidParameter",
                of + "found \"" + OneLine.of(around(parameter.substring(value), wrong.start() - value))
                        + "\", expected two hexadecimal digits after each %; the character % itself is sent as %25"));
    }

    /** The text before the wrong escape, and the escape. */
    private static String around(String text, int at) {
        int from = Math.max(0, at - SHOWN);
        int to = Math.min(text.length(), at + ESCAPE_LENGTH);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
