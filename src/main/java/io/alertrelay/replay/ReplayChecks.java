package io.alertrelay.replay;

import io.alertrelay.cli.CurrentUser;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayOrder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Whether a replay that was planned is still the one that would be carried out. Each check fails if it is not. */
record ReplayChecks(ReplayOrder order, RelayConfig config) {
    /** The channel that it goes to, if it goes to one, is still there. */
    void checkChannel() throws ReplayException {
        if (order.destination() instanceof ReplayDestination.ToChannel to
                && config.channels().stream().noneMatch(c -> c.name().equals(to.channel()))) {
            throw new ReplayException("channel " + to.channel() + " is no longer configured: plan it again");
        }
    }

    /**
     * A topic that was recreated has other webhooks in the range, and which state of an alert is newer can't be told.
     */
    void checkWebhooks(ReplayParts parts) throws ReplayException, ExecutionException, InterruptedException {
        String webhooks = parts.names().webhooks();
        Optional<String> now = parts.offsets().id(webhooks);
        boolean other = order.bounds()
                .journalId()
                .filter(planned -> now.isPresent() && !now.get().equals(planned))
                .isPresent();
        try (TopicReader reader = new TopicReader(parts.clients())) {
            Map<Integer, Long> ends = reader.ends(webhooks);
            if (other
                    || order.bounds().journal().entrySet().stream()
                            .anyMatch(routed -> ends.getOrDefault(routed.getKey(), 0L) < routed.getValue())) {
                throw new ReplayException("the topic " + webhooks
                        + " was recreated since it was planned, and the webhooks of that time are gone: plan it again");
            }
        }
    }

    /**
     * A plan by another configuration is another plan, and nobody has seen it.
     *
     * @param concerned the integrations whose webhooks are replayed: what became of another one changes nothing
     */
    void checkRules(Set<String> concerned) throws ReplayException {
        Map<String, String> rules = ReplayOrders.rules(config);
        boolean byRules = order.destination() instanceof ReplayDestination.ByRules;
        for (Map.Entry<String, String> planned : order.rules().entrySet()) {
            String name = planned.getKey();
            // Orders of earlier versions name those of the relay's own, by which test alerts come.
            if (!concerned.contains(name) || Pipelines.isOwn(name)) {
                continue;
            }
            String now = rules.get(name);
            if (now == null) {
                throw new ReplayException("integration " + name + " is no longer configured: plan it again");
            }
            if (byRules && !planned.getValue().equals(now)) {
                throw new OtherRulesException(name, planned.getValue(), now);
            }
        }
    }

    /** The relay runs other rules than it was planned with: newer ones, or not yet those of the file. */
    static final class OtherRulesException extends ReplayException {
        private OtherRulesException(String integration, String planned, String now) {
            super("the relay on " + CurrentUser.host() + " runs version " + now + " of the rules of " + integration
                    + ", and it was planned with version " + planned + ": relay reload there, or plan it again");
        }
    }
}
