package io.alertrelay.replay;

import io.alertrelay.delivery.AlertSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event on its way from a replay to the routing stage.
 *
 * @param replay the id of the replay
 * @param channel that it goes to
 * @param source of its alert
 * @param receipt of the webhook
 * @param partition of webhooks that its integration has now
 * @param receivedAt when the webhook came in
 * @param status {@code firing} or {@code resolved}
 * @param severity Flashduty's word
 * @param startsAt when the alert began, as the webhook stated it
 * @param rules version of the rule set that decided
 * @param why for people
 * @param channels all that the alert is sent to by the replay
 * @param checked up to which offset of that partition of webhooks there is no newer state that forbids it
 * @param event the exact bytes to send
 */
public record FeedItem(
        String replay,
        String channel,
        AlertSource source,
        String receipt,
        String integration,
        int partition,
        Instant receivedAt,
        String key,
        String status,
        String severity,
        Optional<String> startsAt,
        String rules,
        String why,
        List<String> channels,
        long checked,
        byte[] event) {
    /** What names its alert: the receipt and the index. */
    public String alert() {
        return receipt + "/" + source.index();
    }
}
