package io.alertrelay.fuzz.history;

import java.util.Map;

/**
 * A record of a channel's topic.
 *
 * @param at epoch milliseconds at which it was routed
 * @param body what is to be sent
 * @param lost whether the topic was deleted with it in it
 */
public record SeenEvent(
        String channel, long offset, long at, String alertKey, String body, Map<String, String> headers, boolean lost) {
    public SeenEvent {
        headers = Map.copyOf(headers);
    }

    /** The receipt of the webhook that it comes from. */
    public String receipt() {
        return headers.getOrDefault("receipt", "");
    }

    /** Which alert of that webhook it is. */
    public int index() {
        return Integer.parseInt(headers.getOrDefault("index", "-1"));
    }

    /** The id of the delivery; a repeated record of it has the same. */
    public String id() {
        return receipt() + "/" + index() + "/" + channel;
    }
}
