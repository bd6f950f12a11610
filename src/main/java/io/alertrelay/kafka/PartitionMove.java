package io.alertrelay.kafka;

import io.alertrelay.record.NewRecord;
import io.alertrelay.record.PartitionsRecord;
import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This relay's part in raising the number of partitions of webhooks: see {@link WebhookPartitions}. */
public final class PartitionMove {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    /** A sender waits for five seconds. */
    private static final Duration HELD_AT_MOST = Duration.ofMillis(3_500);

    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final Duration WRITE_AGAIN = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final TopicNames names;
    private final WebhookPartitions partitions;

    public PartitionMove(KafkaClients clients, TopicNames names, WebhookPartitions partitions) {
        this.clients = clients;
        this.names = names;
        this.partitions = partitions;
    }

    /**
     * Holds webhooks back until the change is decided. If interrupted it leaves them held back, because the relay is
     * stopping.
     *
     * @param self this relay's name
     * @param read reads what was written to the topic since the last time
     */
    public void takePart(WebhookPartitions.UnderWay raise, String self, Runnable read) throws InterruptedException {
        long began = System.nanoTime();
        Deadline deadline = Deadline.after(HELD_AT_MOST);
        partitions.hold();
        if (partitions.awaitNoneInProgress(deadline) && known(raise.to(), deadline)) {
            write(new PartitionsRecord.Moved(raise.id(), self));
        }
        Deadline giveUp = deadline;
        // Storing continues only when the partition is decided.
        while (partitions.isUnderWay(raise)) {
            if (giveUp.isOver()) {
                // Again and again: what was written may not have been stored.
                write(new PartitionsRecord.GaveUp(raise.id(), self));
                giveUp = Deadline.after(WRITE_AGAIN);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            catchUp(read);
        }
        int waited = partitions.release();
        LOG.info(
                "webhooks have {} partitions now{}; {} webhooks waited for that, for {} ms at most",
                partitions.count(),
                partitions.isGivenUp(raise.id()) ? ", as before, because not all relays could follow" : "",
                waited,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    private boolean known(int to, Deadline deadline) throws InterruptedException {
        while (!clients.haveMetadata(names.webhooks(), to)) {
            if (deadline.isOver()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        return true;
    }

    private static void catchUp(Runnable read) {
        try {
            read.run();
        } catch (KafkaException e) {
            LOG.debug("the topic relays can't be read, tried again", e);
        }
    }

    /** A failure is not reported: the topic shows whether the record was stored. */
    private void write(PartitionsRecord statement) throws InterruptedException {
        NewRecord draft = statement.draft();
        try (TopicWriter writer = new TopicWriter(clients)) {
            writer.write(names.relays(), draft);
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("{} not written", draft.key(), e);
        }
    }
}
