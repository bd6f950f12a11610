package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** What an operator is told of a topic that can't be written. */
class WriteFaultTest {
    @Test
    void aTopicThatIsMissingIsCalledSoAlsoWhereTheClientOnlyWaitedForIt() {
        UnknownTopicOrPartitionException missing = new UnknownTopicOrPartitionException("not here");

        assertThat(WriteFault.describe(missing)).startsWith("it is missing; ");
        assertThat(WriteFault.describe(new TimeoutException("not in metadata after 60000 ms", missing)))
                .isEqualTo(WriteFault.describe(missing));
        assertThat(WriteFault.describe(new TimeoutException("expired")))
                .isEqualTo("it can't be written: TimeoutException: expired");
    }
}
