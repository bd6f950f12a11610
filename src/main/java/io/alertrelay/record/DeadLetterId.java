package io.alertrelay.record;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id of a dead letter: its place in the topic of the dead letters, written {@code dl-0-17}. */
public record DeadLetterId(Place place) {
    private static final Pattern FORM = Pattern.compile("dl-(\\d{1,9})-(\\d{1,18})");

    /** Parses an id; empty if it is not valid. */
    public static Optional<DeadLetterId> parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        return m.matches()
                ? Optional.of(new DeadLetterId(new Place(Integer.parseInt(m.group(1)), Long.parseLong(m.group(2)))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "dl-" + place.partition() + "-" + place.offset();
    }
}
