package io.alertrelay.trail;

import io.alertrelay.alert.TraceParent;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReceiptId.Topic;
import io.alertrelay.record.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Finds what happened to a webhook. */
public final class Trails {
    private Trails() {}

    /**
     * What happened to a webhook, or to one alert of it; empty if nothing is known of that.
     *
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     */
    public static Optional<Trail> find(Ledger ledger, WebhookPart asked) throws StartException, InterruptedException {
        return ledger.asking(offsets -> find(ledger, offsets, asked));
    }

    /**
     * The trail of what is asked about; empty if there is none, also if only its nonce is another.
     *
     * @throws ExecutionException if Kafka does not answer
     */
    private static Optional<Trail> find(Ledger ledger, GroupOffsets offsets, WebhookPart asked)
            throws ExecutionException, InterruptedException {
        try (TopicReader reader = new TopicReader(ledger.clients())) {
            return asked.webhook().topic() == Topic.QUARANTINE
                    ? refused(reader, ledger.names().quarantine(), asked.webhook())
                    : new TrailSearch(ledger, offsets, reader, asked)
                            .run()
                            .filter(trail -> asked.index().isEmpty()
                                    || trail.quarantined().isPresent()
                                    || !trail.alerts().isEmpty());
        }
    }

    private static Optional<Trail> refused(TopicReader reader, String quarantine, ReceiptId receipt) {
        // A body that was quarantined in routing has the receipt of when it was accepted, and is found by that.
        return reader.at(quarantine, receipt.partition(), receipt.offset())
                .filter(record -> Quarantined.id(record).equals(receipt))
                .filter(record -> record.header(HeaderNames.RECEIPT).isEmpty())
                .filter(record -> !record.isResolution())
                .map(record -> new Trail(
                        receipt.toString(),
                        Optional.of(accepted(record)),
                        Optional.of(Quarantined.cause(record)),
                        Optional.ofNullable(
                                Resolutions.of(reader, quarantine, Map.of(receipt.toString(), record.place()), () -> {})
                                        .get(receipt.toString())),
                        true,
                        false,
                        List.of(),
                        Optional.empty()));
    }

    /** What was received, as its record has it. */
    static Trail.Accepted accepted(StoredRecord record) {
        return new Trail.Accepted(
                record.integration(),
                record.header(HeaderNames.SOURCE).orElse(""),
                record.receivedAt(),
                record.value().length,
                record.header(HeaderNames.RETRY_OF),
                record.header(HeaderNames.TRACE).flatMap(TraceParent::parse).map(TraceParent::traceId));
    }
}
