package io.alertrelay.kafka.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.ListeningPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker closes what a process of the same machine opens and says nothing on, and nothing of its own. */
class SilentConnectionIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ANNOUNCED = 64 << 10;

    @TempDir
    private Path data;

    @Test
    void isClosedOnEveryPortAndThoseOfTheRelayStayHoweverLittleTheySend() throws Exception {
        long self = ProcessHandle.current().pid();
        Set<Integer> before = ListeningPorts.of(self);
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, (status, reason) -> {});
                Admin admin = broker.clients().admin();
                Producer<byte[], byte[]> producer = broker.clients().writer()) {
            Set<Integer> ports = ListeningPorts.of(self);
            ports.removeAll(before);
            assertThat(ports).hasSize(3);
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            store(producer);

            for (int port : ports) {
                await("port " + port).atMost(PATIENCE).until(() -> endsBeforeASilentOne(port));
            }
            double opened = opened(producer);
            List<Socket> silent = new ArrayList<>();
            for (int port : ports) {
                silent.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            assertThat(silent).map(SilentConnectionIT::firstByteOf).containsOnly(-1);

            store(producer);
            assertThat(opened(producer)).isEqualTo(opened);
        }
    }

    /**
     * Whether the broker closes a connection that announces much, before it has shown that it may, sooner than one that
     * was opened before it and says nothing. Otherwise it keeps room for all that was announced until then.
     */
    private static boolean endsBeforeASilentOne(int port) throws IOException {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket greedy = new Socket(InetAddress.getLoopbackAddress(), port)) {
            greedy.setSoTimeout((int) PATIENCE.toMillis());
            greedy.getOutputStream()
                    .write(ByteBuffer.allocate(Integer.BYTES).putInt(ANNOUNCED).array());
            if (greedy.getInputStream().read() != -1) {
                return false;
            }
            silent.setSoTimeout(1);
            return silent.getInputStream().read() != -1;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    /** The end of the stream, if the broker closes the connection in time. */
    private static int firstByteOf(Socket silent) {
        try (silent) {
            silent.setSoTimeout((int) PATIENCE.toMillis());
            return silent.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void store(Producer<byte[], byte[]> producer) throws Exception {
        producer.send(new ProducerRecord<>("t", new byte[1])).get();
    }

    private static double opened(Producer<byte[], byte[]> producer) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("connection-creation-total"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum();
    }
}
