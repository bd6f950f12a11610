package io.alertrelay.routing;

import java.util.List;

/**
 * A case that matched an alert.
 *
 * @param number its place among the cases, the first is 1
 * @param when its conditions in one short line, empty if it has none
 * @param channels the channels it added; empty if a {@code name_mapping} found no channel of that name
 */
public record MatchedCase(int number, String when, List<String> channels) {
    public MatchedCase {
        channels = List.copyOf(channels);
    }

    String why() {
        return "case " + number
                + (when.isEmpty() ? "" : " (" + when + ")")
                + (channels.isEmpty() ? " gave no existing channel" : "");
    }
}
