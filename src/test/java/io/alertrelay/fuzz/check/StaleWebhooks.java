package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.SeenWebhook;
import io.alertrelay.fuzz.history.Sent;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sender has given up on is not stored: it would come in behind what was posted since. What was on its way to
 * Kafka when a relay stood still may be; likewise what a relay sent that was cut off: it has said 503, and the network
 * keeps it.
 */
final class StaleWebhooks implements Rule {
    /**
     * The relay's default of five seconds; and as much for a machine that is so busy that the relay reads late, which
     * is not standing still.
     */
    private static final long PATIENCE_MILLIS = 10_000;
    /** Between a post and the acknowledgement of Kafka. */
    private static final long ON_ITS_WAY_MILLIS = 1_000;

    @Override
    public String name() {
        return "stale";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        Map<String, List<Sent>> attempts = new HashMap<>();
        evidence.history()
                .sent()
                .forEach(sent -> attempts.computeIfAbsent(WebhookBody.of(sent.post()), body -> new ArrayList<>())
                        .add(sent));
        return evidence.history().webhooks().stream()
                .filter(webhook -> attempts.containsKey(webhook.body()))
                .filter(webhook -> attempts.get(webhook.body()).stream()
                        .noneMatch(sent -> inTime(sent, webhook) || onItsWay(sent, webhook, evidence)))
                .map(webhook -> new Violation(
                        name(),
                        "",
                        webhook.receipt() + " was stored at " + webhook.at() + ", more than " + PATIENCE_MILLIS
                                + " ms after it was posted at "
                                + attempts.get(webhook.body()).stream()
                                        .map(sent -> sent.at().toEpochMilli())
                                        .toList()))
                .toList();
    }

    private static boolean inTime(Sent sent, SeenWebhook webhook) {
        return webhook.at() - sent.at().toEpochMilli() <= PATIENCE_MILLIS;
    }

    private static boolean onItsWay(Sent sent, SeenWebhook webhook, Evidence evidence) {
        long posted = sent.at().toEpochMilli();
        return evidence.history().freezes().stream()
                .anyMatch(freeze -> posted <= freeze.stopped()
                        && freeze.from() - posted <= ON_ITS_WAY_MILLIS
                        && webhook.at() - freeze.to() <= PATIENCE_MILLIS);
    }
}
