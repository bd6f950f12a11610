package io.alertrelay.camel;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.Dispatch;
import io.alertrelay.pipeline.OpenAlertJson;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.pipeline.RoutedEvent;
import io.alertrelay.pipeline.SetAsideAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * What a webhook leads to: a record for each event, and one in quarantine for each alert that could not be routed, or for
 * all of it. And a replayed event, which goes on as it came.
 */
final class EventRecords {
    private final TopicNames topics;
    private final OpenAlertJson json = new OpenAlertJson();

    EventRecords(TopicNames topics) {
        this.topics = topics;
    }

    List<Message> of(RoutedItem item, CamelContext context) {
        if (item instanceof RoutedItem.OfSlice slice) {
            return of(slice, context);
        }
        return List.of(
                item instanceof RoutedItem.Unroutable webhook
                        ? quarantined(
                                webhook.source(), webhook.source().webhook().body(), webhook.cause(), context)
                        : replayed((RoutedItem.OfReplay) item, context));
    }

    private Message replayed(RoutedItem.OfReplay item, CamelContext context) {
        PolledReplay source = item.source();
        Message record = new DefaultMessage(context);
        record.setBody(source.event());
        record.setHeader(
                KafkaConstants.OVERRIDE_TOPIC, topics.channel(source.replayed().channel()));
        record.setHeader(KafkaConstants.KEY, source.replayed().key());
        source.headers().forEach(record::setHeader);
        if (source.redone()) {
            record.setHeader(RecordHeaders.REDONE, source.replayed().at().toString());
        }
        if (item.decision() instanceof ReplayDecision.Overtaken overtaken) {
            record.setHeader(RecordHeaders.OVERTAKEN, overtaken.by());
        }
        return record;
    }

    private List<Message> of(RoutedItem.OfSlice item, CamelContext context) {
        List<Message> records = new ArrayList<>();
        item.routed().events().forEach(event -> records.add(event(item.source(), event, context)));
        item.routed().setAside().forEach(alert -> records.add(setAside(item.source(), alert, context)));
        return records;
    }

    private Message event(PolledWebhook source, RoutedEvent event, CamelContext context) {
        Message record = new DefaultMessage(context);
        Dispatch dispatch = event.dispatch();
        record.setBody(event.event());
        record.setHeader(KafkaConstants.OVERRIDE_TOPIC, topics.channel(event.channel()));
        record.setHeader(KafkaConstants.KEY, event.key());
        record.setHeader(RecordHeaders.RECEIPT, source.receipt());
        record.setHeader(RecordHeaders.INDEX, String.valueOf(event.index()));
        record.setHeader(RecordHeaders.INTEGRATION, source.webhook().integration());
        record.setHeader(
                RecordHeaders.RECEIVED_AT, source.webhook().receivedAt().toString());
        record.setHeader(RecordHeaders.STATUS, event.status().word());
        record.setHeader(RecordHeaders.SEVERITY, dispatch.severity().word());
        record.setHeader(RecordHeaders.RULES, dispatch.rules());
        record.setHeader(RecordHeaders.WHY, dispatch.why());
        record.setHeader(RecordHeaders.CHANNELS, json.list(dispatch.channels()));
        Optional.ofNullable(source.headers().get(RecordHeaders.TRACE))
                .ifPresent(trace -> record.setHeader(RecordHeaders.TRACE, trace));
        event.startsAt().ifPresent(at -> record.setHeader(RecordHeaders.STARTS_AT, at));
        if (event.redone()) {
            record.setHeader(RecordHeaders.REDONE, "true");
        }
        if (event.opens()) {
            record.setHeader(RecordHeaders.OPENS, "true");
        }
        return record;
    }

    private Message setAside(PolledWebhook source, SetAsideAlert alert, CamelContext context) {
        Message record = quarantined(source, alert.body(), alert.cause(), context);
        record.setHeader(RecordHeaders.INDEX, String.valueOf(alert.index()));
        return record;
    }

    private Message quarantined(PolledWebhook source, byte[] body, String cause, CamelContext context) {
        Message record = new DefaultMessage(context);
        record.setBody(body);
        record.setHeader(KafkaConstants.OVERRIDE_TOPIC, topics.quarantine());
        record.setHeader(KafkaConstants.KEY, source.webhook().integration());
        record.setHeader(RecordHeaders.RECEIPT, source.receipt());
        source.headers().forEach(record::setHeader);
        record.setHeader(RecordHeaders.CAUSE, cause);
        return record;
    }
}
