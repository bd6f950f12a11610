package io.alertrelay.camel;

import io.alertrelay.delivery.Delivery;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Recognises deliveries that stand in their channel's topic a second time, because a crash came between their being
 * stored and the offset of their webhook: then the webhook was routed again. Sent again, they would be out of place.
 *
 * <p>The routing stage marks what it may have routed before; only then the topic is looked through, from the time of the
 * webhook on, because before that there can be no copy. For the poll thread alone.
 */
final class Repeats {
    /** Relays' clocks may differ by this much. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private static final int ENOUGH = 10_000;

    private final KafkaClients clients;
    private final Set<String> known = new HashSet<>();
    private Optional<Instant> knownSince = Optional.empty();
    private int unmarked;

    Repeats(KafkaClients clients) {
        this.clients = clients;
    }

    /** What was read before says nothing of what is read from now on. */
    void forget() {
        known.clear();
        knownSince = Optional.empty();
    }

    /**
     * Whether the topic has the delivery before its offset too.
     *
     * @param redone whether it is marked
     */
    boolean repeats(TopicPartition partition, Delivery delivery, boolean redone) {
        if (!redone) {
            passed(delivery);
            return false;
        }
        unmarked = 0;
        if (knownSince.filter(since -> !since.isAfter(delivery.receivedAt())).isEmpty()) {
            look(partition, delivery);
        }
        return !known.add(delivery.id());
    }

    /** The routing stage marks a beginning only: after a while without marks there will be no more. */
    private void passed(Delivery delivery) {
        if (knownSince.isPresent()) {
            known.add(delivery.id());
            unmarked++;
            if (unmarked > ENOUGH) {
                forget();
            }
        }
    }

    private void look(TopicPartition partition, Delivery delivery) {
        known.clear();
        String suffix = "/" + delivery.channel();
        try (TopicReader reader = new TopicReader(clients)) {
            long from = reader.offsetsAt(
                            partition.topic(), delivery.receivedAt().minus(SLACK))
                    .getOrDefault(partition.partition(), 0L);
            reader.read(
                    partition.topic(),
                    Map.of(partition.partition(), from),
                    Map.of(partition.partition(), delivery.offset()),
                    record -> {
                        if (record.header(RecordHeaders.REPLAY).isEmpty()) {
                            known.add(record.header(RecordHeaders.RECEIPT).orElse("") + "/"
                                    + record.header(RecordHeaders.INDEX).orElse("") + suffix);
                        }
                        return true;
                    });
        }
        knownSince = Optional.of(delivery.receivedAt());
    }
}
