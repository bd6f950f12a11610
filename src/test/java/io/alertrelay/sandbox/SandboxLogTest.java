package io.alertrelay.sandbox;

import static io.alertrelay.sandbox.RunningSandbox.event;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class SandboxLogTest {
    @RegisterExtension
    final RunningSandbox running = new RunningSandbox();

    private final Logger logger = (Logger) LoggerFactory.getLogger(Sandbox.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void everyEventThatIsTakenIsOneLineWithoutItsKey() throws Exception {
        running.push(event("Critical", "arms:1", "磁盘将满\nERROR forged"));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage())
                    .isEqualTo("sandbox received Critical \"磁盘将满 ERROR forged\" alert_key=arms:1 channel-key=k3y-…");
        });
    }

    @Test
    void whatIsRefusedOrRepeatedIsNoLine() throws Exception {
        running.push(event("Critical", "a"));
        running.push(event("Critical", "a"));
        running.push(event("critical", "b"));

        assertThat(lines.list).hasSize(1);
    }

    @Test
    void aBrokenQueryIsRefusedAndItsKeyIsNotLogged() throws Exception {
        URI uri = URI.create(running.sandbox().url());
        ListAppender<ILoggingEvent> everything = new ListAppender<>();
        everything.start();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(everything);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            String request = "POST /event/push/alert/standard?integration_key=s3cret&x=%zz HTTP/1.1\r\n"
                    + "Host: sandbox\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("InvalidParameter");
        } finally {
            root.detachAppender(everything);
        }
        assertThat(everything.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                // An exporter of an earlier test in this JVM may still report that nobody takes its spans.
                .filteredOn(line -> !line.getLoggerName().startsWith("io.opentelemetry"))
                .isEmpty();
    }
}
