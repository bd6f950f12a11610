package io.alertrelay.pipeline;

import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.config.Format;
import io.alertrelay.record.WebhookRecord;
import java.util.Map;

/** Begins to route webhooks by the pipeline of their integration. Immutable and thread-safe. */
public final class Router {
    private final Map<String, IntegrationPipeline> integrations;
    private final ChannelFormats formats;

    /**
     * @param integrations by name
     * @param formats of the channels, by name
     */
    public Router(Map<String, IntegrationPipeline> integrations, Map<String, Format> formats) {
        this.integrations = Map.copyOf(integrations);
        this.formats = new ChannelFormats(formats);
    }

    /**
     * Begins to route a webhook: the whole of it by this configuration, even if that is replaced meanwhile.
     *
     * @throws UnroutableException if nothing of it can be routed, whatever the reason
     */
    public WebhookRouting begin(WebhookRecord webhook) throws UnroutableException {
        IntegrationPipeline pipeline = integrations.get(webhook.integration());
        if (pipeline == null) {
            throw new UnroutableException("integration " + webhook.integration() + " is not configured");
        }
        try {
            return new WebhookRouting(pipeline, formats, webhook, pipeline.open(webhook));
        } catch (UnreadableWebhookException e) {
            throw new UnroutableException(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw new UnroutableException(
                    "the relay failed to read the body: " + e.getClass().getSimpleName());
        }
    }

    /** A webhook of which nothing can be routed; the message says why and repeats nothing of the body. */
    public static final class UnroutableException extends Exception {
        UnroutableException(String message) {
            super(message);
        }
    }
}
