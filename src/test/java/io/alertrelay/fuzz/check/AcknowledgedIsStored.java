package io.alertrelay.fuzz.check;

import static java.util.stream.Collectors.toMap;

import io.alertrelay.fuzz.history.SeenWebhook;
import io.alertrelay.fuzz.history.Sent;
import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A 2xx means that the webhook is stored under the receipt that it gave, byte for byte; of one alert in the order in
 * which they were posted, in one partition or in those that followed it. None of them is refused, and none ends in
 * quarantine.
 */
final class AcknowledgedIsStored implements Rule {
    @Override
    public String name() {
        return "acknowledged-is-stored";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        Map<String, SeenWebhook> stored =
                evidence.history().webhooks().stream().collect(toMap(SeenWebhook::receipt, webhook -> webhook));
        Map<String, SeenWebhook> newest = new HashMap<>();
        for (Sent sent : evidence.history().sent()) {
            if (sent.outcome() == Sent.SendOutcome.REFUSED) {
                found.add(violation(sent, "was refused: " + sent.detail()));
            } else if (sent.outcome() == Sent.SendOutcome.ACKNOWLEDGED) {
                SeenWebhook webhook = stored.get(sent.detail());
                if (webhook == null) {
                    found.add(violation(sent, "was acknowledged as " + sent.detail() + " and is not stored"));
                } else {
                    check(sent, webhook, newest, found);
                }
            }
        }
        evidence.history().quarantined().stream()
                .filter(body -> !GarbageKind.in(body) && !WebhookBody.bad(body))
                .forEach(body -> found.add(new Violation(name(), "", "a good webhook is in quarantine: " + body)));
        return found;
    }

    private void check(Sent sent, SeenWebhook webhook, Map<String, SeenWebhook> newest, List<Violation> found) {
        if (!webhook.body().equals(WebhookBody.of(sent.post()))
                || !webhook.integration().equals(sent.post().integration())) {
            found.add(violation(sent, "is stored with other bytes as " + webhook.receipt()));
        }
        for (AlertVersion version : sent.post().alerts()) {
            SeenWebhook before = newest.put(version.alertKey(), webhook);
            if (before != null && before != webhook && !webhook.isBehind(before)) {
                found.add(new Violation(
                        name(),
                        version.alertKey(),
                        version.tag() + " is stored as " + webhook.receipt() + ", not behind " + before.receipt()
                                + " that was posted before it"));
            }
        }
    }

    private Violation violation(Sent sent, String what) {
        AlertVersion first = sent.post().alerts().get(0);
        return new Violation(name(), first.alertKey(), "the webhook of " + first.tag() + " " + what);
    }
}
