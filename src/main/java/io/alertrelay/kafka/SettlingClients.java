package io.alertrelay.kafka;

import io.alertrelay.watchdog.Stage;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;

/** Makes the consumers of one route, one after the other, which commit what the tracker says is settled. */
public final class SettlingClients extends DefaultKafkaClientFactory {
    private final String bootstrapServers;
    private final Function<Properties, SettlingConsumer> consumers;
    private final Stage polling;
    private volatile Optional<SettlingConsumer> latest = Optional.empty();
    private volatile boolean hurried;

    SettlingClients(String bootstrapServers, Function<Properties, SettlingConsumer> consumers, Stage polling) {
        this.bootstrapServers = bootstrapServers;
        this.consumers = consumers;
        this.polling = polling;
    }

    @Override
    public Consumer<?, ?> getConsumer(Properties kafkaProps) {
        SettlingConsumer made = consumers.apply(kafkaProps);
        latest = Optional.of(made);
        if (hurried) {
            made.hurry();
        }
        return made;
    }

    @Override
    public String getBrokers(KafkaConfiguration configuration) {
        return bootstrapServers;
    }

    /** Where the polling thread reports progress. */
    public Stage polling() {
        return polling;
    }

    /** The route's consumer is about to be stopped: a poll that only waits ends at once, and later ones are short. */
    public void hurry() {
        hurried = true;
        latest.ifPresent(SettlingConsumer::hurry);
    }

    /**
     * The polling thread ended by a fault and is restarted. It is unknown what it had read and not handled: the next
     * poll fails, so that Camel reconnects with a new consumer, which reads again from what is settled.
     */
    public void restart() {
        latest.ifPresent(SettlingConsumer::replace);
    }
}
