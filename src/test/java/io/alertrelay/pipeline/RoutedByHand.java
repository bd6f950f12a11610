package io.alertrelay.pipeline;

/** What {@code routes/router.camel.yaml} does with a slice, without Camel. */
public final class RoutedByHand {
    private RoutedByHand() {}

    public static RoutedSlice slice(WebhookRouting webhook, OpenAlerts open, long bytes) {
        WebhookSlice slice = webhook.slice(open, bytes);
        slice.forEachRemaining(alert -> {
            if (alert.isUnreadable()) {
                alert.setAside();
            } else if (alert.isKnown()) {
                alert.follow();
            } else if (alert.isMatched()) {
                alert.byCases();
            } else {
                alert.byDefault();
            }
        });
        return slice.routed();
    }
}
