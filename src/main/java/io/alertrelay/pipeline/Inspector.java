package io.alertrelay.pipeline;

import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.WebhookReader;
import java.util.Map;

/**
 * Looks at a body before it is stored, with the same reader that routing will use, so that the sender is told at once
 * of what could not be routed later.
 */
public final class Inspector {
    private final Map<String, IntegrationPipeline> integrations;

    /** @param integrations by name */
    public Inspector(Map<String, IntegrationPipeline> integrations) {
        this.integrations = Map.copyOf(integrations);
    }

    /** What the body is. Never throws, whatever the body. */
    public Inspection inspect(String integration, byte[] body) {
        if (WebhookReader.isConsoleTest(body)) {
            return new Inspection.ConsoleTest();
        }
        try {
            return new Inspection.Readable(
                    integrations.get(integration).reader().read(body).alerts().size());
        } catch (UnreadableWebhookException e) {
            return new Inspection.Unreadable(e.code().name(), e.getMessage());
        } catch (RuntimeException e) {
            return new Inspection.Unreadable("INTERNAL", "the relay failed to read the body: a fault of the relay");
        }
    }
}
