package io.alertrelay.camel;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.MessageSize;
import java.util.Optional;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Camel's components with the settings that hold for every route; a route states only what is particular to it. */
public final class CamelComponents {
    /** Longer than a consumer may need to give up its partitions; closing a producer has a limit of its own. */
    private static final int STOP_MILLIS = 8_000;

    /**
     * A fetch from a broker that does not answer is given up then, and its partitions are read from their new leader.
     */
    private static final int FETCH_MILLIS = 6_000;

    private static final int BATCH_BYTES = 128 << 10;

    private CamelComponents() {}

    /**
     * Kafka.
     *
     * @param instance names this relay within its consumer groups, if it is the only one: then a restarted relay takes
     *     its partitions back at once, instead of when the session of the killed one has ended
     */
    public static KafkaComponent kafka(KafkaClients clients, Optional<String> instance) {
        KafkaConfiguration c = new KafkaConfiguration();
        c.setBrokers(clients.bootstrapServers());
        c.setHeaderFilterStrategy(new RelayHeaderFilterStrategy());
        c.setHeaderSerializer(new Utf8HeaderSerializer());
        c.setValueSerializer(ByteArraySerializer.class.getName());
        c.setValueDeserializer(ByteArrayDeserializer.class.getName());

        // Accepted means stored: on every in-sync replica, and once.
        c.setRequestRequiredAcks("all");
        c.setEnableIdempotence(true);
        c.setLingerMs(0);
        // Each batch costs the embedded broker a flush. In a storm batches fill up; otherwise this makes nothing wait.
        c.setProducerBatchSize(BATCH_BYTES);
        c.setMaxRequestSize(MessageSize.MAX_BYTES);
        // A record that is larger than the buffer would be refused at once.
        c.setBufferMemorySize(MessageSize.MAX_BYTES + (24 << 20));
        c.setShutdownTimeout(STOP_MILLIS);
        // The work after an ack is short and never blocks: another thread would only cost a wake-up.
        c.setWorkerPool(new SynchronousExecutorService());

        // Camel must not commit at all: SettlingConsumer does, when something is settled.
        c.setAutoCommitEnable(false);
        c.setAllowManualCommit(false);
        c.setBreakOnFirstError(false);
        // A new group starts with what is there; Camel's default would skip what came before it first connected.
        c.setAutoOffsetReset("earliest");
        // Camel's default asks the error handler, which skips the record.
        c.setPollOnError(PollOnError.RECONNECT);
        c.setPollTimeoutMs(200L);
        c.setConsumerRequestTimeoutMs(FETCH_MILLIS);
        instance.ifPresent(name -> {
            c.setGroupInstanceId(name);
            // Its broker takes the requests of a connection one by one, each with a flush: those that wait share the
            // next.
            c.setMaxInFlightRequest(1);
        });

        KafkaComponent kafka = new SupervisedKafka(c);
        kafka.setKafkaClientFactory(clients);
        return kafka;
    }

    /** HTTP, and the same for HTTPS. */
    public static HttpComponent http() {
        return new PushHttp();
    }
}
