package io.alertrelay.config;

import java.math.BigDecimal;
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
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Long> SIZES =
            Map.of("", 1L, "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    static final String DURATION = "a duration such as 500ms, 2s, 5m, 24h or 7d";
    static final String RATE = "a rate such as 1000/min or 20/s, from 1/h to 100000/s";

    private static final int LONGEST_ID = 64;

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

    /**
     * Flashduty's id of a channel, in any notation of a JSON number: {@code 2.533748993131e12} is {@code
     * 2533748993131}. Exact, or empty.
     */
    static Optional<Long> id(String text) {
        try {
            return text.length() > LONGEST_ID
                    ? Optional.empty()
                    : Optional.of(new BigDecimal(text.strip()).longValueExact());
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
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
        return text -> {
            Matcher m = NUMBER_UNIT.matcher(text.strip());
            if (!m.matches() || !UNITS.containsKey(m.group(2))) {
                return Optional.empty();
            }
            Duration value = UNITS.get(m.group(2)).multipliedBy(Long.parseLong(m.group(1)));
            return value.compareTo(least) >= 0 && value.compareTo(most) <= 0 ? Optional.of(value) : Optional.empty();
        };
    }

    static Function<String, Optional<Integer>> bytes(long least, long most) {
        return text -> {
            Matcher m = NUMBER_UNIT.matcher(text.strip());
            if (!m.matches() || !SIZES.containsKey(m.group(2))) {
                return Optional.empty();
            }
            long value = SIZES.get(m.group(2)) * Long.parseLong(m.group(1));
            return value >= least && value <= most ? Optional.of((int) value) : Optional.empty();
        };
    }

    /** Like {@link #bytes}, for sizes that may exceed memory. */
    static Function<String, Optional<Long>> size(long least, long most) {
        return text -> {
            Matcher m = NUMBER_UNIT.matcher(text.strip());
            if (!m.matches() || !SIZES.containsKey(m.group(2))) {
                return Optional.empty();
            }
            long unit = SIZES.get(m.group(2));
            long number = Long.parseLong(m.group(1));
            return number <= most / unit && number * unit >= least ? Optional.of(number * unit) : Optional.empty();
        };
    }

    static Optional<Rate> rate(String text) {
        Matcher m = NUMBER_UNIT.matcher(text.strip());
        if (!m.matches() || !m.group(2).startsWith("/")) {
            return Optional.empty();
        }
        String unit = m.group(2).substring(1);
        int permits = Integer.parseInt(m.group(1));
        boolean known = unit.equals("s") || unit.equals("min") || unit.equals("h");
        if (!known || permits < 1 || permits > 100_000L * UNITS.get(unit).toSeconds()) {
            return Optional.empty();
        }
        return Optional.of(new Rate(permits, UNITS.get(unit)));
    }
}
