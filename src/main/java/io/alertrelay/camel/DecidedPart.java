package io.alertrelay.camel;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;

/**
 * What was decided of one partition, for as much as waited at once.
 *
 * @param decisions to be written before anything else happens to the items; may be none
 * @param items in the order of the partition
 */
record DecidedPart(List<Message> decisions, List<RoutedItem> items) {
    static DecidedPart empty() {
        return new DecidedPart(new ArrayList<>(), new ArrayList<>());
    }

    void add(List<Message> its, RoutedItem item) {
        decisions.addAll(its);
        items.add(item);
    }

    /** The records whose decisions these are. */
    List<Polled> sources() {
        return items.stream().map(RoutedItem::source).toList();
    }
}
