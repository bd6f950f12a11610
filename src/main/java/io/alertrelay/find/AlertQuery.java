package io.alertrelay.find;

import io.alertrelay.alert.Severity;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.QueryParameters;
import io.alertrelay.reading.Scope;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which alerts are searched for; all stated conditions must hold.
 *
 * @param texts each must occur in a value of a label or annotation, ignoring the case of ASCII letters
 * @param labels it must have them
 * @param severities it must have one of them; empty for any. What could not be read has none, and is found, too
 * @param integration it was posted to
 * @param channel to which a delivery of it is due
 * @param endings a delivery of it, or its record in quarantine, must have one of them; empty for any
 * @param received the time of receipt
 * @param limit how many at most
 * @param place where to continue, from an earlier answer
 */
public record AlertQuery(
        List<String> texts,
        Map<String, String> labels,
        Set<Severity> severities,
        Optional<String> integration,
        Optional<String> channel,
        Set<AlertEnding> endings,
        Scope received,
        int limit,
        Optional<SearchCursor> place) {
    /** The default limit. */
    public static final int USUAL = 50;

    /** The highest limit. */
    public static final int MOST = 10_000;

    private static final Set<String> NAMES = new LinkedHashSet<>(
            List.of("text", "label", "severity", "integration", "channel", "outcome", "from", "to", "limit", "place"));

    public AlertQuery {
        texts = List.copyOf(texts);
        labels = Map.copyOf(labels);
        severities = Set.copyOf(severities);
        endings = Set.copyOf(endings);
    }

    /**
     * Reads the parameters of a URL: {@code text}, {@code label} ({@code name=value}), {@code severity}, {@code
     * integration}, {@code channel}, {@code outcome}, {@code from} and {@code to} (RFC 3339), {@code limit}, {@code
     * place}.
     *
     * @throws InvalidQueryException if one of them is unknown, or can't be read
     */
    public static AlertQuery of(Map<String, List<String>> parameters) throws InvalidQueryException {
        QueryParameters given = new QueryParameters(parameters, NAMES);
        return new AlertQuery(
                given.all("text").stream().filter(text -> !text.isBlank()).toList(),
                labels(given.all("label")),
                severities(given.all("severity")),
                given.one("integration"),
                given.one("channel"),
                endings(given.all("outcome")),
                given.scope(),
                given.number("limit", 1, USUAL, MOST),
                place(given.one("place")));
    }

    /** The parameters as the query of a URL. */
    public static String encoded(Map<String, List<String>> parameters) {
        return parameters.entrySet().stream()
                .flatMap(p -> p.getValue().stream()
                        .map(value -> p.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
    }

    /** Whether accepted alerts may match. */
    boolean wantsAccepted() {
        return endings.isEmpty() || endings.stream().anyMatch(ending -> !ending.isOfUnread());
    }

    /** Whether alerts that were refused, or could not be read, may match. */
    boolean wantsUnread() {
        return channel.isEmpty() && (endings.isEmpty() || endings.stream().anyMatch(AlertEnding::isOfUnread));
    }

    /** Whether the ending of an alert decides whether it matches. */
    boolean asksForEndings() {
        return channel.isPresent() || !endings.isEmpty();
    }

    private static Map<String, String> labels(List<String> values) throws InvalidQueryException {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new InvalidQueryException("label", "found \"" + value + "\", expected NAME=VALUE");
            }
            labels.put(value.substring(0, equals), value.substring(equals + 1));
        }
        return labels;
    }

    private static Set<Severity> severities(List<String> words) throws InvalidQueryException {
        Set<Severity> severities = EnumSet.noneOf(Severity.class);
        for (String word : words) {
            severities.add(Severity.named(word)
                    .orElseThrow(() -> new InvalidQueryException(
                            "severity", "found \"" + word + "\", expected Critical, Warning or Info")));
        }
        return severities;
    }

    private static Set<AlertEnding> endings(List<String> words) throws InvalidQueryException {
        Set<AlertEnding> endings = EnumSet.noneOf(AlertEnding.class);
        for (String word : words) {
            endings.add(AlertEnding.of(word)
                    .orElseThrow(() -> new InvalidQueryException(
                            "outcome", "found \"" + word + "\", expected one of " + AlertEnding.words())));
        }
        return endings;
    }

    private static Optional<SearchCursor> place(Optional<String> text) throws InvalidQueryException {
        if (text.isPresent() && SearchCursor.of(text.get()).isEmpty()) {
            throw new InvalidQueryException("place", "found another text than an earlier answer gave as \"next\"");
        }
        return text.flatMap(SearchCursor::of);
    }
}
