package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** A producer that does not learn of a topic that is well is replaced, and not again and again. */
class StaleClientsTest {
    private static final String TOPIC = "alert-relay.channel.payments";
    private static final String UNKNOWN =
            "it can't be written: TimeoutException: Topic " + TOPIC + " not present in metadata after 0 ms.";

    private final TopicFaults faults = new TopicFaults(Clock.systemUTC());
    private final AtomicInteger renewed = new AtomicInteger();
    private final StaleClients clients = new StaleClients(faults, renewed::incrementAndGet);

    @Test
    void itIsReplacedWhenItHasHadTimeToLearnOfTheTopicAndOnceMoreMuchLater() {
        faults.report(TOPIC, TopicFault.Kind.WRITE, UNKNOWN);

        look(4);
        assertThat(renewed).hasValue(0);
        look(1);
        assertThat(renewed).hasValue(1);
        look(29);
        assertThat(renewed).hasValue(1);
        look(1);
        assertThat(renewed).hasValue(2);
    }

    @Test
    void itIsReplacedAlsoIfItCallsMissingWhatTheClusterHas() {
        faults.report(TOPIC, TopicFault.Kind.WRITE, WriteFault.describe(missing()));
        look(5);
        assertThat(renewed).hasValue(1);
    }

    private static TimeoutException missing() {
        return new TimeoutException("not in metadata after 0 ms", new UnknownTopicOrPartitionException("unknown"));
    }

    @Test
    void aTopicThatIsGoneOrRefusedIsNoReason() {
        faults.report(TOPIC, TopicFault.Kind.WRITE, "it can't be written: TopicAuthorizationException: no rights");
        look(100);
        faults.report(TOPIC, TopicFault.Kind.WRITE, UNKNOWN);
        for (int i = 0; i < 100; i++) {
            look(3);
            clients.isNotWell(TOPIC);
        }

        assertThat(renewed).hasValue(0);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            clients.isWell(TOPIC);
        }
    }
}
