package io.alertrelay.channels;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.PartitionMove;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.record.ChannelOrder;
import io.alertrelay.text.OneLine;
import io.alertrelay.watchdog.Repeated;
import io.alertrelay.watchdog.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The current orders for channels, from the topic that all relays share. An order given here counts here at once, and
 * on the other relays within seconds; a relay that starts has read all of them before it sends anything. If the topic
 * can't be read for some seconds it starts all the same, and logs that: an alert that is sent during a pause is better
 * than none. If the topic is recreated, who knows a pause that lasts, or the end of one, writes it again.
 */
public final class ChannelOrders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final int MOST_LOOKS_AT_START = 10;

    private final KafkaClients clients;
    private final TopicReader reader;
    private final String topic;
    private final Repeated looks;
    private final WebhookPartitions partitions;
    private final PartitionMove move;
    private final StandingOrders orders = new StandingOrders();
    /** Held to write to the topic: an order that is placed here must not be followed by the one that it ends. */
    private final Object writing = new Object();

    private Consumer<ChannelOrder> listener = order -> {};
    private Optional<String> self = Optional.empty();
    private long next;
    private boolean deaf;

    /**
     * Reads all current orders.
     *
     * @param partitions read the topic as well
     * @param stage where it reports progress
     */
    public ChannelOrders(KafkaClients clients, TopicNames names, WebhookPartitions partitions, Stage stage)
            throws InterruptedException {
        this.clients = clients;
        this.partitions = partitions;
        this.move = new PartitionMove(clients, names, partitions);
        this.reader = new TopicReader(clients);
        this.topic = names.relays();
        this.looks = new Repeated("channel-orders", stage, EVERY, EVERY, this::look);
        look();
        for (int n = 1; deaf && n < MOST_LOOKS_AT_START; n++) {
            TimeUnit.NANOSECONDS.sleep(AGAIN.toNanos());
            look();
        }
    }

    /**
     * Begins to follow the topic.
     *
     * @param self this relay's name
     * @param listener receives each new order; may take long
     */
    public void start(String self, Consumer<ChannelOrder> listener) {
        synchronized (this) {
            this.listener = listener;
            this.self = Optional.of(self);
        }
        looks.start();
    }

    /**
     * Returns when everything that is ordered by now is read and executed.
     *
     * @return whether that could be read; false after some seconds if Kafka does not answer
     */
    public boolean catchUp() throws InterruptedException {
        return look();
    }

    /** The last order about a channel's pause: whether, and until when, it is paused, or since when it is not. */
    public Optional<ChannelOrder> standing(String channel) {
        return orders.aboutPause(channel);
    }

    /**
     * Places an order for all relays; on return it is executed here.
     *
     * @throws ExecutionException if Kafka does not confirm it; it may be ordered all the same, and is executed then
     */
    void place(ChannelOrder order) throws ExecutionException, InterruptedException {
        boolean executed;
        synchronized (writing) {
            try (TopicWriter writer = new TopicWriter(clients)) {
                executed = take(order, writer.write(topic, order.draft()).offset(), false);
            }
        }
        if (!executed) {
            // It has been read meanwhile, or the topic was recreated, and with it the offsets.
            look();
        }
    }

    private boolean look() throws InterruptedException {
        synchronized (reader) {
            listen();
            return !deaf;
        }
    }

    private void listen() throws InterruptedException {
        try {
            read();
            keepOrders();
            Optional<WebhookPartitions.UnderWay> raise = partitions.underWay();
            if (raise.isEmpty()) {
                partitions.release();
            } else if (self.isPresent()) {
                move.takePart(raise.get(), self.get(), this::read);
            }
            if (deaf) {
                LOG.info("pauses that are ordered for channels are read again");
            }
            deaf = false;
        } catch (InterruptException e) {
            // It is being stopped.
            throw e;
        } catch (KafkaException e) {
            if (!deaf) {
                LOG.warn(
                        "pauses that were ordered for channels can't be read, tried again; those that were read before hold: {}",
                        e.toString());
            }
            deaf = true;
        }
    }

    private void read() {
        long end = reader.ends(topic).getOrDefault(0, 0L);
        if (end < next) {
            // It is another topic of that name; what was read before counts until it is changed there.
            forgetOffsets();
            next = 0;
        }
        SkippedRecords unread = new SkippedRecords(topic);
        reader.read(topic, Map.of(0, next), Map.of(0, end), unread.passingOver(record -> {
            partitions.read(record);
            ChannelOrder.of(record).ifPresent(order -> take(order, record.offset(), ChannelOrder.isAgain(record)));
            return true;
        }));
        unread.log();
        next = end;
    }

    private synchronized void forgetOffsets() {
        orders.forgetOffsets();
    }

    /**
     * Writes the pauses, and the ends of pauses, of which another topic of that name does not know: other relays must
     * know them, too. One that has not read the end of a pause would write the pause, and that would be the last word.
     */
    private void keepOrders() throws InterruptedException {
        if (orders.lost().isEmpty()) {
            return;
        }
        synchronized (writing) {
            try (TopicWriter writer = new TopicWriter(clients)) {
                for (ChannelOrder order : orders.lost()) {
                    orders.written(order, writer.write(topic, order.again()).offset());
                    LOG.info(
                            "the topic {} was recreated: the {} of channel {} is in it again",
                            topic,
                            order.kind() == ChannelOrder.Kind.PAUSE ? "pause" : "end of the pause",
                            OneLine.of(order.channel()));
                }
            } catch (ExecutionException e) {
                LOG.debug("an order for a channel is not written again, tried again", e);
            }
        }
    }

    /** An order that was placed here is read a second time from the topic. Returns whether it was new. */
    private synchronized boolean take(ChannelOrder order, long offset, boolean again) {
        boolean isNew = orders.take(order, offset, again);
        if (isNew) {
            listener.accept(order);
        }
        return isNew;
    }

    @Override
    public void close() {
        if (looks.close(PATIENCE)) {
            reader.close();
        }
    }
}
