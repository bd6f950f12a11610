package io.alertrelay.observe;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.alertrelay.testing.LinesOfThisThread;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class BusyLinesTest {
    private static final long SECOND = 1_000_000_000;

    private final Logger logger = (Logger) LoggerFactory.getLogger("relay");
    private final LinesOfThisThread log = new LinesOfThisThread();
    private final Queue<Runnable> inASecond = new ArrayDeque<>();
    private long now;
    private final BusyLines lines = new BusyLines(() -> now, inASecond::add);

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
    }

    @Test
    void whatIsSeldomIsToldOneByOne() {
        for (int second = 0; second < 3; second++) {
            assertThat(happen("accepted", BusyLines.MOST)).isEqualTo(BusyLines.MOST);
            now += SECOND;
        }
        assertThat(inASecond).isEmpty();
    }

    @Test
    void whatIsTooMuchForALineEachIsCountedAndToldOnceASecond() {
        assertThat(happen("accepted", BusyLines.MOST + 1_200)).isEqualTo(BusyLines.MOST);
        assertThat(happen("delivered", 3)).isZero();
        aSecondLater();

        assertThat(happen("delivered", 2)).as("the second before was busy").isZero();
        aSecondLater();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "accepted 1,200, delivered 3 within a second, too many for a line each: those are at --log-level"
                                + " debug",
                        "delivered 2 within a second, too many for a line each: those are at --log-level debug");
    }

    @Test
    void afterAQuietSecondThereIsALineEachAgain() {
        happen("accepted", BusyLines.MOST * 3);
        aSecondLater();
        aSecondLater();

        assertThat(happen("accepted", 1)).isEqualTo(1);
        assertThat(inASecond).isEmpty();
        assertThat(log.list).as("a second without any is not told").hasSize(1);
    }

    private int happen(String what, int times) {
        int logged = 0;
        for (int i = 0; i < times; i++) {
            logged += lines.level(what) == Level.INFO ? 1 : 0;
        }
        return logged;
    }

    private void aSecondLater() {
        now += SECOND;
        inASecond.remove().run();
    }
}
