package io.alertrelay.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What was decided of one partition, for as much as waited at once.
 *
 * @param partition of the webhooks
 * @param decisions to be written before anything else happens to the items; may be none
 * @param items in the order of the partition; may be none
 */
record DecidedPart(int partition, List<ProducerRecord<byte[], byte[]>> decisions, List<RoutedItem> items) {
    static DecidedPart empty(int partition) {
        return new DecidedPart(partition, new ArrayList<>(), new ArrayList<>());
    }

    void add(List<ProducerRecord<byte[], byte[]>> its, RoutedItem item) {
        decisions.addAll(its);
        items.add(item);
    }

    /** The records whose decisions these are. */
    List<PolledRecord> sources() {
        return items.stream().map(RoutedItem::source).toList();
    }
}
