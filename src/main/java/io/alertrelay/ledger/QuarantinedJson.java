package io.alertrelay.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A record in quarantine as JSON, as commands print it. */
public final class QuarantinedJson {
    private QuarantinedJson() {}

    /** All but the body. */
    public static ObjectNode of(Quarantined record) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", record.id().toString())
                .put("kind", record.kind().word())
                .put("received_at", record.receivedAt().toString())
                .put("integration", record.integration())
                .put("source", record.source())
                .put("media_type", record.mediaType())
                .put("cause", record.cause())
                .put("bytes", record.bytes());
        record.receipt().ifPresent(receipt -> node.put("receipt", receipt));
        record.index().ifPresent(index -> node.put("index", index));
        record.channel().ifPresent(channel -> node.put("channel", channel));
        record.resolution().ifPresent(resolution -> node.set("resolution", ResolutionJson.write(resolution)));
        return node;
    }
}
