package io.alertrelay.text;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses an age as people write it: {@code 90s}, {@code 90m}, {@code 24h}, {@code 7d}. */
public final class Age {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, ChronoUnit> UNITS =
            Map.of("s", ChronoUnit.SECONDS, "m", ChronoUnit.MINUTES, "h", ChronoUnit.HOURS, "d", ChronoUnit.DAYS);

    private Age() {}

    /** Empty if the text is not an age. */
    public static Optional<Duration> parse(String text) {
        Matcher age = FORM.matcher(text);
        return age.matches()
                ? Optional.of(Duration.of(Long.parseLong(age.group(1)), UNITS.get(age.group(2))))
                : Optional.empty();
    }
}
