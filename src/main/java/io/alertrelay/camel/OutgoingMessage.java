package io.alertrelay.camel;

import io.alertrelay.record.NewRecord;
import org.apache.camel.Endpoint;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Converts a record of the relay to a Camel message that a route writes to Kafka. */
final class OutgoingMessage {
    private OutgoingMessage() {}

    /** @param body the value, or what the route marshals as that */
    static Message of(Endpoint endpoint, NewRecord draft, Object body) {
        Message message = new DefaultMessage(endpoint.getCamelContext());
        fill(message, draft, body);
        return message;
    }

    static void fill(Message message, NewRecord draft, Object body) {
        message.setBody(body);
        message.setHeader(KafkaConstants.KEY, draft.key());
        draft.headers(message::setHeader);
    }
}
