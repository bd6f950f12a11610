package io.alertrelay.tracing;

import io.alertrelay.delivery.OutboxListener;
import io.alertrelay.delivery.Settlement;
import io.alertrelay.record.Delivery;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;

/**
 * Makes a span of each delivery, from the arrival of its webhook until it is settled. The span of a replayed one is a
 * moment: its webhook may be days old.
 */
record TracedDeliveries(Spans spans) implements OutboxListener {
    @Override
    public void settled(Settlement settlement, long receipts) {
        Delivery delivery = settlement.delivery();
        Instant from = delivery.replay().isPresent() || delivery.receivedAt().isAfter(settlement.at())
                ? settlement.at()
                : delivery.receivedAt();
        Span span = spans.tracer()
                .spanBuilder("deliver alert")
                .setParent(Spans.context(delivery.trace()))
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(from)
                .setAttribute("alert_relay.delivery", delivery.id())
                .setAttribute("alert_relay.integration", delivery.integration())
                .setAttribute("alert_relay.channel", delivery.channel())
                .setAttribute("alert_relay.severity", delivery.severity().word())
                .setAttribute("alert_relay.outcome", settlement.outcome())
                .setAttribute("alert_relay.attempts", settlement.attempts().count())
                .startSpan();
        if (settlement instanceof Settlement.DeadLettered deadLettered) {
            span.setStatus(StatusCode.ERROR, deadLettered.reason().word());
        }
        span.end(settlement.at());
    }
}
