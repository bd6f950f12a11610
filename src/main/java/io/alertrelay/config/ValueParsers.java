package io.alertrelay.config;

import io.alertrelay.text.Age;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parsers of single values: numbers, durations, sizes, rates. Each returns empty for what it cannot parse.
 */
public final class ValueParsers {
    private static final Pattern NUMBER_UNIT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z/]*)");
    private static final Map<String, Duration> RATES = Map.of(
            "/s", Duration.ofSeconds(1),
            "/min", Duration.ofMinutes(1),
            "/h", Duration.ofHours(1));
    /** The largest of the largest number still fits into a long. */
    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    static final String DURATION = "a duration such as 500ms, 2s, 5m, 24h or 7d";
    static final String RATE = "a rate such as 1000/min or 20/s, from 1/h to 100000/s";

    private ValueParsers() {}

    static Function<String, Optional<Integer>> integer(int least, int most) {
        return text -> {
            try {
                int value = Integer.parseInt(text.strip());
                return value >= least && value <= most ? Optional.of(value) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        };
    }

    static Function<String, Optional<String>> matching(Pattern pattern) {
        return text -> pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** A time with its offset from UTC. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text.strip()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<String> notBlank(String text) {
        return Optional.of(text).filter(t -> !t.isBlank());
    }

    /** A path, relative to a folder. */
    static Function<String, Optional<Path>> path(Path folder) {
        return text -> {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(folder.resolve(text));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        };
    }

    /** A duration such as {@code 2h}, within these bounds. */
    public static Function<String, Optional<Duration>> duration(Duration least, Duration most) {
        return text -> Age.parse(text).filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }

    static Function<String, Optional<Integer>> bytes(long least, long most) {
        return text -> size(least, most).apply(text).map(Long::intValue);
    }

    /** Like {@link #bytes}, for sizes that may exceed memory. */
    static Function<String, Optional<Long>> size(long least, long most) {
        return text -> {
            Matcher m = NUMBER_UNIT.matcher(text.strip());
            return unit(m, SIZES)
                    .map(unit -> unit * Long.parseLong(m.group(1)))
                    .filter(value -> value >= least && value <= most);
        };
    }

    static Optional<Rate> rate(String text) {
        Matcher m = NUMBER_UNIT.matcher(text.strip());
        return unit(m, RATES)
                .map(per -> new Rate(Integer.parseInt(m.group(1)), per))
                .filter(rate -> rate.permits() >= 1
                        && rate.permits() <= 100_000L * rate.per().toSeconds());
    }

    private static <T> Optional<T> unit(Matcher numberAndUnit, Map<String, T> units) {
        return numberAndUnit.matches() ? Optional.ofNullable(units.get(numberAndUnit.group(2))) : Optional.empty();
    }
}
