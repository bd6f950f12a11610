package io.alertrelay.api;

import io.alertrelay.reading.Scope;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a URL, with clear errors for wrong ones. */
public final class QueryParameters {
    private final Map<String, List<String>> parameters;

    /**
     * @param names the allowed parameters
     * @throws InvalidQueryException if there is another one
     */
    public QueryParameters(Map<String, List<String>> parameters, Collection<String> names)
            throws InvalidQueryException {
        for (String name : parameters.keySet()) {
            if (!names.contains(name)) {
                throw new InvalidQueryException(name, "it is not known; expected one of " + String.join(", ", names));
            }
        }
        this.parameters = parameters;
    }

    /** All values of a parameter. */
    public List<String> all(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /**
     * The value of a parameter; empty if it is absent or blank.
     *
     * @throws InvalidQueryException if it is there more than once
     */
    public Optional<String> one(String name) throws InvalidQueryException {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw new InvalidQueryException(name, "found " + values.size() + " of them, expected one");
        }
        return values.stream().filter(value -> !value.isBlank()).findFirst();
    }

    /**
     * The period from {@code from} to {@code to}, each in RFC 3339 or absent.
     *
     * @throws InvalidQueryException if one of them is not a time, or nothing can be in it
     */
    public Scope scope() throws InvalidQueryException {
        return period(one("from"), one("to"));
    }

    /**
     * The same of texts that are no parameters.
     *
     * @throws InvalidQueryException if one of them is not a time, or nothing can be in it
     */
    public static Scope period(Optional<String> from, Optional<String> to) throws InvalidQueryException {
        Scope period = new Scope(time("from", from), time("to", to));
        if (!period.hasLength()) {
            throw new InvalidQueryException(
                    "from", "found \"" + from.get() + "\", expected a time before to, which is \"" + to.get() + "\"");
        }
        return period;
    }

    /**
     * A number.
     *
     * @param usual if it is absent
     * @throws InvalidQueryException if it is not a number from {@code least} to {@code most}
     */
    public int number(String name, int least, int usual, int most) throws InvalidQueryException {
        Optional<String> text = one(name);
        if (text.isEmpty()) {
            return usual;
        }
        int number =
                text.filter(t -> t.matches("\\d{1,9}")).map(Integer::parseInt).orElse(-1);
        if (number < least || number > most) {
            throw new InvalidQueryException(name, "found \"" + text.get() + "\", expected " + least + " to " + most);
        }
        return number;
    }

    private static Optional<Instant> time(String name, Optional<String> text) throws InvalidQueryException {
        Optional<Instant> time = text.flatMap(QueryParameters::time).filter(Scope::reaches);
        if (text.isPresent() && time.isEmpty()) {
            throw new InvalidQueryException(
                    name, "found \"" + text.get() + "\", expected a time such as 2026-11-22T02:00:00Z");
        }
        return time;
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
