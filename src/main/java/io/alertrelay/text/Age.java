package io.alertrelay.text;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a length of time as people write it: {@code 500ms}, {@code 90s}, {@code 30min}, {@code 24h}, {@code 7d}. */
public final class Age {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*([a-z]+)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Age() {}

    /** Empty if the text is not a length of time. */
    public static Optional<Duration> parse(String text) {
        Matcher age = FORM.matcher(text.strip());
        return age.matches()
                ? Optional.ofNullable(UNITS.get(age.group(2)))
                        .map(unit -> unit.multipliedBy(Long.parseLong(age.group(1))))
                : Optional.empty();
    }
}
