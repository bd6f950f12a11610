package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** The log, whoever reads it. */
@Timeout(60)
class LogOutTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final byte[] LINE = "x".repeat(999).concat("\n").getBytes(StandardCharsets.UTF_8);

    private final CountDownLatch read = new CountDownLatch(1);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger relay = (Logger) LoggerFactory.getLogger("relay");

    @BeforeEach
    void listen() {
        logged.start();
        relay.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        relay.detachAppender(logged);
        read.countDown();
    }

    @Test
    void whileNobodyReadsLinesAreKeptUpToABoundAndThoseBeyondItAreCounted() throws Exception {
        LogOut out = new LogOut(untilRead());
        out.start();

        int lines = 2 * LogOut.MOST_BYTES / LINE.length;
        for (int i = 0; i < lines; i++) {
            out.write(LINE);
        }
        out.await(Duration.ofMillis(1));
        read.countDown();
        await().atMost(SOON).until(() -> !logged.list.isEmpty());

        out.await(SOON);
        String message = logged.list.get(0).getFormattedMessage();
        int missing = Integer.parseInt(message.split(" ")[0]);
        assertThat(message).contains("lines of this log are missing");
        assertThat(written.size() / LINE.length + missing).isEqualTo(lines);
        assertThat(written.size()).isGreaterThan(LogOut.MOST_BYTES - LINE.length);
        assertThat(written.size() % LINE.length).as("whole lines").isZero();
    }

    @Test
    void whatIsWrittenIsReadInItsOrderAndNothingIsMissing() throws Exception {
        read.countDown();
        LogOut out = new LogOut(untilRead());
        out.start();

        for (String line : List.of("a\n", "b\n", "c\n")) {
            out.write(line.getBytes(StandardCharsets.UTF_8));
        }

        out.await(SOON);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("a\nb\nc\n");
        assertThat(logged.list).isEmpty();
    }

    @Test
    void whereNobodyCanReadAnyMoreTheNextLinesAreTriedAllTheSame() throws Exception {
        read.countDown();
        boolean[] gone = {true};
        LogOut out = new LogOut(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (gone[0]) {
                    throw new IOException("Broken pipe");
                }
                written.write(b);
            }
        });
        out.start();

        out.write("a\na\n".getBytes(StandardCharsets.UTF_8));
        out.await(SOON);
        assertThat(logged.list).isEmpty();
        gone[0] = false;
        out.write('b');

        await().atMost(SOON).until(() -> !logged.list.isEmpty());
        assertThat(logged.list.get(0).getFormattedMessage())
                .startsWith("2 lines of this log are missing here: ")
                .endsWith("or could not be written");
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("b");
    }

    @Test
    void aFaultOfTheRelaysOwnLosesNoLaterLine() {
        boolean[] faulty = {true};
        LogOut out = new LogOut(new OutputStream() {
            @Override
            public void write(int b) {
                if (faulty[0]) {
                    faulty[0] = false;
                    throw new OutOfMemoryError("of the test");
                }
                written.write(b);
            }
        });
        out.start();

        out.write('a');
        out.await(SOON);
        out.write('b');

        out.await(SOON);
        assertThat(written.toString(StandardCharsets.UTF_8)).isEqualTo("b");
    }

    private OutputStream untilRead() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                try {
                    read.await();
                    written.write(bytes, from, length);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
