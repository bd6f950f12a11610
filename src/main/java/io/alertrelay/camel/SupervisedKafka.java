package io.alertrelay.camel;

import io.alertrelay.kafka.SettlingClients;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.spi.annotations.Component;

/** camel-kafka whose poll loops go on after an Error in Camel's own code: see {@link PollThread}. */
@Component("kafka")
final class SupervisedKafka extends KafkaComponent {
    SupervisedKafka(KafkaConfiguration configuration) {
        setConfiguration(configuration);
    }

    @Override
    protected KafkaEndpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        KafkaEndpoint plain = super.createEndpoint(uri, remaining, parameters);
        KafkaEndpoint endpoint = new SupervisedEndpoint(uri, this);
        endpoint.setConfiguration(plain.getConfiguration());
        endpoint.setKafkaClientFactory(plain.getKafkaClientFactory());
        return endpoint;
    }

    private static final class SupervisedEndpoint extends KafkaEndpoint {
        private SupervisedEndpoint(String uri, KafkaComponent component) {
            super(uri, component);
        }

        @Override
        public ExecutorService createExecutor(Object source) {
            return getKafkaClientFactory() instanceof SettlingClients clients
                            && source instanceof KafkaConsumer consumer
                    ? new PollThread("poll-" + getConfiguration().getTopic(), clients, () -> runs(consumer))
                    : super.createExecutor(source);
        }

        private static boolean runs(KafkaConsumer consumer) {
            return consumer.isRunAllowed() && !consumer.isStoppingOrStopped() && !consumer.isSuspendingOrSuspended();
        }
    }
}
