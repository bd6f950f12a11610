package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.util.ArrayList;
import java.util.List;

/**
 * What nobody can read is in quarantine: each record that somebody wrote where webhooks or events wait, and each alert
 * of a stored webhook that can't be understood. That nothing else is affected, the other rules say.
 */
final class SetAside implements Rule {
    @Override
    public String name() {
        return "set-aside";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        List<String> quarantined = evidence.history().quarantined();
        long records = evidence.history().garbage().stream()
                .filter(kind -> switch (kind.place()) {
                    case WEBHOOKS, REPLAYED -> true;
                    // That of a topic that was deleted is gone with it.
                    case CHANNEL -> evidence.history().losses().isEmpty();
                    case DECISIONS, REPLAYS, RECEIPTS, DEAD_LETTERS -> false;
                })
                .count();
        long alerts = evidence.history().webhooks().stream()
                .filter(webhook -> WebhookBody.hasBad(webhook.body()))
                .count();
        compare("records", records, quarantined.stream().filter(GarbageKind::in).count(), found);
        compare("alerts", alerts, quarantined.stream().filter(WebhookBody::bad).count(), found);
        return found;
    }

    private void compare(String what, long written, long setAside, List<Violation> found) {
        if (setAside < written) {
            found.add(new Violation(
                    name(), "", written + " " + what + " that nobody can read, and " + setAside + " in quarantine"));
        }
    }
}
