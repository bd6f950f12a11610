package io.alertrelay.record;

import io.alertrelay.alert.Severity;
import java.util.List;

/**
 * Where an alert of a webhook is sent, and what its events state about that.
 *
 * @param channels all of them, in order, each once
 * @param opens those for which this firing opens the alert; none for a reminder or a recovery
 * @param severity of the alert; of a recovery, that of its firing
 * @param rules version of the rule set that decided; of a recovery, that of its firing
 * @param why for people, one short line
 */
public record Dispatch(List<String> channels, List<String> opens, Severity severity, String rules, String why) {
    /**
     * How {@code why} begins where a recovery goes where its firing went, whatever the rules; that of the firing
     * follows.
     */
    public static final String FOLLOWS_FIRING = "follows its firing: ";

    public Dispatch {
        channels = List.copyOf(channels);
        opens = List.copyOf(opens);
    }

    /** About how many bytes its texts take in a record. */
    public int bytes() {
        return why.length() + channels.stream().mapToInt(String::length).sum();
    }
}
