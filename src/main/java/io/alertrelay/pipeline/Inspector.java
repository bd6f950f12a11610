package io.alertrelay.pipeline;

import io.alertrelay.arms.AlertItem;
import io.alertrelay.arms.Sender;
import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.arms.WebhookReader;
import io.alertrelay.arms.WebhookReading;
import java.util.Map;
import java.util.Optional;

/**
 * Inspects a body before it is stored, with the same reader that routing uses, so that the sender learns at once of
 * what could not be routed later.
 */
public final class Inspector {
    private final Map<String, IntegrationPipeline> integrations;

    /** @param integrations by name */
    Inspector(Map<String, IntegrationPipeline> integrations) {
        this.integrations = Map.copyOf(integrations);
    }

    /** Inspects the body. Never throws, whatever the body. */
    public Inspection inspect(String integration, Sender sender, byte[] body) {
        if (WebhookReader.isConsoleTest(body)) {
            return new Inspection.ConsoleTest();
        }
        try {
            return inspect(Optional.ofNullable(integrations.get(integration))
                    .orElseThrow()
                    .reader()
                    .open(sender, body));
        } catch (UnreadableWebhookException e) {
            return unreadable(e);
        } catch (RuntimeException e) {
            return new Inspection.Unreadable("INTERNAL", "the relay failed to read the body: a fault of the relay");
        }
    }

    private static Inspection inspect(WebhookReading reading) {
        int setAside = 0;
        Optional<UnreadableWebhookException> first = Optional.empty();
        while (reading.hasNext()) {
            if (reading.next() instanceof AlertItem.SetAside alert) {
                setAside++;
                first = first.or(() -> Optional.of(alert.cause()));
            }
        }
        return setAside == reading.alerts()
                ? unreadable(first.orElseThrow())
                : new Inspection.Readable(
                        reading.alerts(),
                        setAside,
                        first.map(Exception::getMessage),
                        reading.truncated().orElse(0),
                        reading.otherMaker());
    }

    private static Inspection unreadable(UnreadableWebhookException e) {
        return new Inspection.Unreadable(e.code().name(), String.valueOf(e.getMessage()));
    }
}
