package io.alertrelay.pipeline;

import io.alertrelay.arms.WebhookReading;
import io.alertrelay.record.WebhookRecord;

/**
 * A stored webhook that is routed slice by slice, so that its results are never in memory as a whole: a body of 1 MiB
 * may have 42,000 alerts, each for many channels. For one thread.
 */
public final class WebhookRouting {
    /** So many alerts of a webhook that can't be understood get a record of their own in quarantine; the rest share. */
    static final int MOST_OWN_RECORDS = 100;

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

    /** Counts one more alert that can't be understood; returns whether it gets a record of its own. */
    boolean takesOwnRecord() {
        return notUnderstood++ < MOST_OWN_RECORDS;
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
