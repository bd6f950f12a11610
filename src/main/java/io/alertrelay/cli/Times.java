package io.alertrelay.cli;

import io.alertrelay.reading.Scope;
import io.alertrelay.text.Age;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Writes and reads times as people do, in the machine's time zone: {@code 2026-11-22 10:00:00}, which options accept,
 * too. The zone is written once in the output of a command: in a heading, or after the first time. For one output and
 * one thread.
 */
public final class Times {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Pattern RECORDED = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");

    private final ZoneId zone;
    private final Instant now;
    private boolean zoneIsShown;

    public Times(ZoneId zone, Instant now) {
        this.zone = zone;
        this.now = now;
    }

    /** The time of day there, with the zone unless a heading has it. */
    public String show(Instant time) {
        return SHOWN.format(time.atZone(zone)) + (zoneIsShown ? "" : " " + zone());
    }

    /** A heading with the zone, which is then not written again. */
    public String heading(String text) {
        return text + " " + zone();
    }

    /** The zone, which is then not written again: its offset, or its name if the offset changes during the year. */
    String zone() {
        zoneIsShown = true;
        ZoneOffset offset = zone.getRules().getOffset(now);
        boolean changes = zone.getRules().nextTransition(now) != null;
        return changes ? zone.getId() : offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    }

    /** A time of a record, as people read it; unchanged if it is not a time. */
    public String show(String time) {
        return instant(time).map(this::show).orElse(time);
    }

    /** A text with the times of records in it replaced by times as people read them. */
    public String within(String text) {
        return RECORDED.matcher(text).replaceAll(time -> show(time.group()));
    }

    /** How long ago: {@code 12s}, {@code 3m05s}, {@code 2h10m}, {@code 3d4h}; a dash if the text is not a time. */
    public String age(String time) {
        return instant(time).map(t -> span(Duration.between(t, now))).orElse("-");
    }

    /** How long until then, written as {@link #age}. */
    public String until(String time) {
        return instant(time).map(t -> span(Duration.between(now, t))).orElse("-");
    }

    /** How long until then, of which nothing is left once it is past. */
    public Duration left(Instant time) {
        return time.isAfter(now) ? Duration.between(now, time) : Duration.ZERO;
    }

    /** Whether the text is a time that is past for that long at least. */
    public boolean isPast(String time, Duration by) {
        return instant(time).filter(t -> !t.isAfter(now.minus(by))).isPresent();
    }

    /**
     * A time as it is written on the command line: RFC 3339, a local date with or without a time, or an age such as
     * {@code 90m}, {@code 24h}, {@code 7d}. Empty if it is none of these.
     */
    Optional<Instant> parse(String text) {
        Optional<Duration> age = Age.parse(text);
        if (age.isPresent()) {
            return age.map(this::before);
        }
        List<Function<String, Instant>> forms = List.of(
                t -> OffsetDateTime.parse(t).toInstant(),
                t -> LocalDateTime.parse(t.replace(' ', 'T')).atZone(zone).toInstant(),
                t -> LocalDate.parse(t).atStartOfDay(zone).toInstant());
        return forms.stream()
                .flatMap(form -> attempt(form, text).stream())
                .filter(Scope::reaches)
                .findFirst();
    }

    private Instant before(Duration age) {
        Instant time = now.minus(age);
        return Scope.reaches(time) ? time : Instant.EPOCH;
    }

    private static String span(Duration span) {
        long s = Math.max(0, span.toSeconds());
        if (s < 60) {
            return s + "s";
        }
        if (s < 3_600) {
            return "%dm%02ds".formatted(s / 60, s % 60);
        }
        return s < 86_400 ? "%dh%02dm".formatted(s / 3_600, s / 60 % 60) : s / 86_400 + "d" + s / 3_600 % 24 + "h";
    }

    private static Optional<Instant> instant(String time) {
        return attempt(Instant::parse, time);
    }

    private static Optional<Instant> attempt(Function<String, Instant> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The value of {@code --last}: the time that long ago; wrong usage if it is not an age. */
    public Instant ago(CommandLine line, String last) {
        return Age.parse(last)
                .map(this::before)
                .orElseThrow(() ->
                        new ParameterException(line, "--last: found \"" + last + "\", expected an age such as 24h"));
    }

    /**
     * The value of an option; wrong usage if it is not a time.
     *
     * @param text empty if null
     */
    private Optional<Instant> optional(CommandLine line, String option, @Nullable String text) {
        return Optional.ofNullable(text).map(given -> option(line, option, given));
    }

    /**
     * The period of the options {@code --from} and {@code --to}; wrong usage if one is not a time, or nothing can be in
     * it: such a period would prove whatever is asked of it.
     *
     * @param from without a beginning if null
     * @param to without an end if null
     */
    public Scope period(CommandLine line, @Nullable String from, @Nullable String to) {
        Scope period = new Scope(optional(line, "--from", from), optional(line, "--to", to));
        if (!period.hasLength()) {
            throw new ParameterException(
                    line, "--from: found \"" + from + "\", expected a time before --to, which is \"" + to + "\"");
        }
        return period;
    }

    /** The value of an option; wrong usage if it is not a time. */
    public Instant option(CommandLine line, String option, String text) {
        return parse(text)
                .orElseThrow(() -> new ParameterException(
                        line,
                        option + ": found \"" + text + "\", expected a time such as 2026-11-22, 2026-11-22T10:00,"
                                + " 2026-11-22T02:00:00Z, or an age such as 24h"));
    }
}
