package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.alertrelay.testing.LinesOfThisThread;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClosingTest {
    private final Closing closing = new Closing();
    private final List<String> closed = new ArrayList<>();

    @Test
    void whatFailsToStopIsNamedAndTheOthersAreStopped() {
        Logger logger = (Logger) LoggerFactory.getLogger(Closing.class);
        LinesOfThisThread lines = new LinesOfThisThread();
        lines.start();
        logger.addAppender(lines);
        closing.push("first", () -> closed.add("first"));
        closing.push("second", () -> {
            throw new IllegalStateException("stuck");
        });
        closing.push("third", () -> closed.add("third"));

        try {
            closing.close();
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(closed).containsExactly("third", "first");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("while stopping second: java.lang.IllegalStateException: stuck");
    }

    @Test
    void whatStartedInPartOnlyIsClosed() {
        AutoCloseable part = () -> closed.add("part");

        assertThatThrownBy(() -> closing.started("part", part, its -> {
                    throw new IllegalStateException("no start");
                }))
                .hasMessage("no start");
        closing.close();

        assertThat(closed).containsExactly("part");
    }
}
