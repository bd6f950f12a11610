package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How a case names its channels: Flashduty's {@code routing_mode}. */
public enum RoutingMode {
    /** The case lists them. */
    STANDARD("standard"),
    /** The value of a label is the channel's name. */
    NAME_MAPPING("name_mapping");

    private final String word;

    RoutingMode(String word) {
        this.word = word;
    }

    /** The one of that name; the standard one if there is none. */
    @JsonCreator
    static RoutingMode of(String word) {
        return word.equals(NAME_MAPPING.word) ? NAME_MAPPING : STANDARD;
    }

    /** Its name in Flashduty. */
    @JsonValue
    public String word() {
        return word;
    }
}
