package io.alertrelay.pipeline;

import io.alertrelay.arms.WebhookReading;
import io.alertrelay.record.WebhookRecord;

/**
 * A stored webhook that is routed slice by slice, so that its results are never in memory as a whole: a body of 1 MiB
 * may have 42,000 alerts, each for many channels. For one thread.
 */
public final class WebhookRouting {
    /** Of a webhook so many alerts that can't be understood have a record of their own in quarantine. */
    static final int MOST_SET_ASIDE_ALONE = 100;

    final IntegrationPipeline pipeline;
    final ChannelFormats formats;
    final WebhookRecord stored;
    final WebhookReading reading;

    private int notUnderstood;

    WebhookRouting(IntegrationPipeline pipeline, ChannelFormats formats, WebhookRecord stored, WebhookReading reading) {
        this.pipeline = pipeline;
        this.formats = formats;
        this.stored = stored;
        this.reading = reading;
    }

    /** Whether it has more alerts to route. */
    public boolean hasNext() {
        return reading.hasNext();
    }

    /** Whether the next alert that can't be understood has a record of its own. */
    boolean isSetAsideAlone() {
        return notUnderstood++ < MOST_SET_ASIDE_ALONE;
    }

    /**
     * Its next alerts.
     *
     * @param open the open alerts of the webhook's partition; updated by the decisions
     * @param bytes the approximate memory that the slice may take
     */
    public WebhookSlice slice(OpenAlerts open, long bytes) {
        return new WebhookSlice(this, open, bytes);
    }
}
