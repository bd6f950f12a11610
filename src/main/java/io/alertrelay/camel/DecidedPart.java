package io.alertrelay.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The result of one batch of decisions for one partition.
 *
 * @param partition of the webhooks
 * @param decisions to be written before anything else happens to the items; may be empty
 * @param items in the order of the partition; may be empty
 */
record DecidedPart(int partition, List<ProducerRecord<byte[], byte[]>> decisions, List<RoutedItem> items) {
    static DecidedPart empty(int partition) {
        return new DecidedPart(partition, new ArrayList<>(), new ArrayList<>());
    }

    void add(List<ProducerRecord<byte[], byte[]>> its, RoutedItem item) {
        decisions.addAll(its);
        items.add(item);
    }
}
