package io.alertrelay.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.BrokerFinding.SecurityProtocol;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong address in kafka.brokers is recognised before a Kafka client is let at it. */
class BrokerProbeTest {
    private final BrokerProbe probe = new BrokerProbe(Duration.ofSeconds(2));

    @Test
    void webServerIsNoBroker() throws IOException {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Listener server = new Listener(answering(answer))) {
            BrokerFinding finding = probe.ask(server.address());

            assertThat(finding).isInstanceOf(BrokerFinding.NotKafka.class);
            assertThat(finding.passes()).isFalse();
            assertThat(finding.fault(SecurityProtocol.SASL_SSL))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("answers with HTTP"));
        }
    }

    @Test
    void webServerThatWaitsForTheEndOfALineIsNoBroker() throws IOException {
        byte[] answer = "HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Listener server = new Listener((in, out) -> {
            int previous = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (previous == '\r' && next == '\n') {
                    out.write(answer);
                    return;
                }
                previous = next;
            }
        })) {
            assertThat(probe.ask(server.address())).isEqualTo(new BrokerFinding.NotKafka(server.address(), "HTTP"));
        }
    }

    @Test
    void unknownNameIsReportedByName() {
        BrokerFinding finding = probe.ask("no-such-host.invalid:9092");

        assertThat(finding.fault(SecurityProtocol.PLAINTEXT))
                .hasValueSatisfying(fault -> assertThat(fault).contains("no-such-host.invalid"));
        assertThat(finding.passes()).isTrue();
    }

    @Test
    void closedPortMayOpenLater() throws IOException {
        try (Socket taken = new Socket()) {
            // Bound, so that nobody else listens on it, and not listening.
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(probe.ask("127.0.0.1:" + taken.getLocalPort()))
                    .isInstanceOf(BrokerFinding.NoConnection.class)
                    .matches(BrokerFinding::passes);
        }
    }

    @Test
    void ofANameWithSeveralAddressesTheOneThatAnswersCounts() throws IOException {
        byte[] unexpectedMessage = {0x15, 3, 3, 0, 2, 2, 10};
        InetAddress here = InetAddress.getByName("127.0.0.1");
        InetAddress closed = InetAddress.getByName("127.0.0.2");
        try (Listener server = new Listener(answering(unexpectedMessage))) {
            String named = server.address().replace("127.0.0.1", "kafka.example");
            for (InetAddress[] all : new InetAddress[][] {{closed, here}, {here, closed}}) {
                assertThat(new BrokerProbe(Duration.ofSeconds(2), host -> all).ask(named))
                        .isEqualTo(new BrokerFinding.Tls(named, true));
            }
            assertThat(new BrokerProbe(Duration.ofSeconds(2), host -> new InetAddress[] {closed, closed}).ask(named))
                    .isInstanceOf(BrokerFinding.NoConnection.class);
        }
    }

    @Test
    void silentListenerIsNotWaitedForWithoutEnd() throws IOException {
        try (Listener server = new Listener((in, out) -> in.readAllBytes())) {
            assertThat(probe.ask(server.address()))
                    .isEqualTo(new BrokerFinding.NoConnection(server.address(), "connected, and no answer"));
        }
    }

    @Test
    void listenerThatAnswersWithTlsAlertWantsTls() throws IOException {
        byte[] unexpectedMessage = {0x15, 3, 3, 0, 2, 2, 10};
        try (Listener server = new Listener(answering(unexpectedMessage))) {
            BrokerFinding finding = probe.ask(server.address());

            assertThat(finding.fault(SecurityProtocol.PLAINTEXT))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("set SSL"));
            assertThat(finding.fault(SecurityProtocol.SASL_PLAINTEXT))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("set SASL_SSL"));
            assertThat(finding.fault(SecurityProtocol.SSL)).isEmpty();
        }
    }

    @Test
    void brokerIsFoundAndItsListenersSecurityWithIt(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0, (status, reason) -> {})) {
            BrokerFinding finding = probe.ask(broker.bootstrapServers());

            assertThat(finding.passes()).isFalse();
            assertThat(finding.fault(SecurityProtocol.SSL))
                    .hasValueSatisfying(fault -> assertThat(fault).contains("security.protocol is SSL"));
        }
    }

    /** Takes the request first: closing with something unread would reset the connection, and lose the answer. */
    private static Answer answering(byte[] answer) {
        return (in, out) -> {
            in.readNBytes(Integer.BYTES);
            in.readNBytes(in.available());
            out.write(answer);
        };
    }

    /** Answers one connection after another, each by what it was made with. */
    private static final class Listener implements AutoCloseable {
        private final ServerSocket socket;

        private Listener(Answer answer) throws IOException {
            socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> serve(answer), "listener");
            thread.setDaemon(true);
            thread.start();
        }

        private String address() {
            return "127.0.0.1:" + socket.getLocalPort();
        }

        private void serve(Answer answer) {
            try {
                while (true) {
                    try (Socket connection = socket.accept()) {
                        answer.to(connection.getInputStream(), connection.getOutputStream());
                    } catch (SocketException e) {
                        if (socket.isClosed()) {
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                // closed
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @FunctionalInterface
    private interface Answer {
        void to(InputStream in, OutputStream out) throws IOException;
    }
}
