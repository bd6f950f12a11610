package io.alertrelay.routing;

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

    /** Its name in Flashduty. */
    public String word() {
        return word;
    }
}
