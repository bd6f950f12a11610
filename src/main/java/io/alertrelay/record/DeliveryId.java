package io.alertrelay.record;

/**
 * The id of a delivery: one alert of one webhook for one channel.
 *
 * @param channel by name
 * @param replay the id of the replay that made it; empty for a live one
 */
public record DeliveryId(AlertRef alert, String channel, String replay) {
    /** The receipt of the webhook. */
    public String receipt() {
        return alert.receipt();
    }

    /** Index of the alert in its webhook, from 0. */
    public int index() {
        return alert.index();
    }

    /** {@code <receipt>/<index>/<channel>}, without the replay. */
    public String text() {
        return alert + "/" + channel;
    }

    /** {@code <receipt>/<index>/<channel>}, and {@code /<replay>} if it is replayed: the key of its receipt. */
    public String key() {
        return replay.isEmpty() ? text() : text() + "/" + replay;
    }

    @Override
    public String toString() {
        return replay.isEmpty() ? text() : text() + " of replay " + replay;
    }
}
