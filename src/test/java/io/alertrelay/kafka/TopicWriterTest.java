package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.alertrelay.testing.SharedBroker;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TopicWriterTest {
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger client = (Logger) LoggerFactory.getLogger(KafkaProducer.class);

    @BeforeEach
    void listen() {
        logged.start();
        client.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        client.detachAppender(logged);
    }

    /** As the thread of a round is at a stop of the relay. */
    @Test
    void aThreadThatIsInterruptedClosesItWithoutAnErrorAndStaysInterrupted() throws Exception {
        String topic = SharedBroker.newPrefix() + "t";
        SharedBroker.create(topic, 1);
        boolean interrupted;
        try (TopicWriter writer = new TopicWriter(SharedBroker.clients())) {
            writer.write(topic, "key", new byte[1]);
            Thread.currentThread().interrupt();
        } finally {
            interrupted = Thread.interrupted();
        }

        assertThat(interrupted).isTrue();
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }
}
