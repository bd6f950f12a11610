package io.alertrelay.ledger;

/**
 * What names a delivery: one alert of one webhook for one channel.
 *
 * @param receipt of the webhook
 * @param index of the alert in its webhook, from 0
 * @param channel by name
 * @param replay the id of the replay that made it; empty for a live one
 */
public record DeliveryId(String receipt, int index, String channel, String replay) {
    /** What names the alert that is delivered. */
    public String alert() {
        return receipt + "/" + index;
    }

    /** {@code <receipt>/<index>/<channel>}, as records carry it. */
    public String text() {
        return alert() + "/" + channel;
    }

    @Override
    public String toString() {
        return replay.isEmpty() ? text() : text() + " of replay " + replay;
    }
}
