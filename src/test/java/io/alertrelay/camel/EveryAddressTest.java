package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.delivery.Push;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.testing.RawTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.InMemoryDnsResolver;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of a push target with several addresses one that works is enough. */
@Timeout(180)
class EveryAddressTest {
    private static final String HOST = "flashduty.test";
    private static final InetAddress FIRST = loopback(2);
    private static final InetAddress LAST = loopback(1);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void anAddressThatSwallowsPacketsLeavesTimeForTheNext() throws IOException {
        RawTarget well = target();
        swallowPackets(well.port());
        Push channel = channel("http", well.port(), Duration.ofSeconds(3), FIRST, LAST);

        await().until(() -> PushRig.answer(channel), Answer.Delivered.class::isInstance);
    }

    @Test
    void severalThatSwallowPacketsLeaveTimeForTheLast() throws IOException {
        RawTarget well = target();
        swallowPackets(well.port());
        Push channel = channel("http", well.port(), Duration.ofSeconds(3), FIRST, FIRST, FIRST, FIRST, LAST);

        await().until(() -> PushRig.answer(channel), Answer.Delivered.class::isInstance);
    }

    @Test
    void anAddressThatNeverShakesHandsLeavesTimeForTheNext() throws IOException {
        ServerSocket silent = opened(new ServerSocket(0, 50, FIRST));
        Push channel = channel("https", silent.getLocalPort(), Duration.ofSeconds(3), FIRST, LAST);

        // Nobody listens at the last one.
        await().untilAsserted(() -> assertThat(
                        ((Answer.Unavailable) PushRig.answer(channel)).reply().message())
                .contains("Connection refused"));
    }

    @Test
    void theOnlyAddressHasAllTheTime() throws IOException {
        ServerSocket silent = opened(new ServerSocket(0, 50, FIRST));
        Duration timeout = Duration.ofMillis(900);
        Push channel = channel("https", silent.getLocalPort(), timeout, FIRST);
        long began = System.nanoTime();

        Answer answer = PushRig.answer(channel);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(timeout.minusMillis(50));
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void aConnectionThatIsGivenUpTriesNoOtherAddress() throws Exception {
        RawTarget well = target();
        swallowPackets(well.port());
        EveryAddress addresses = new EveryAddress(names(FIRST, LAST), DefaultClientTlsStrategy.createDefault());
        ManagedHttpClientConnection connection = ManagedHttpClientConnectionFactory.INSTANCE.createConnection(null);
        CompletableFuture<Void> connected = CompletableFuture.runAsync(
                () -> connect(addresses, connection, new HttpHost("http", HOST, well.port())));
        await().until(connection::isOpen);

        connection.close(CloseMode.IMMEDIATE);

        assertThat(connected).failsWithin(Duration.ofSeconds(60));
        assertThat(well.connections()).isZero();
    }

    @Test
    void aCertificateIsCheckedForTheNameAtEveryAddress() throws IOException {
        ServerSocket first = opened(new ServerSocket(0, 50, FIRST));
        opened(new ServerSocket(first.getLocalPort(), 50, LAST));
        List<String> checked = new CopyOnWriteArrayList<>();
        EveryAddress addresses = new EveryAddress(names(FIRST, LAST), (socket, name, port, with, context) -> {
            checked.add(name + " at " + socket.getInetAddress().getHostAddress());
            throw new SSLHandshakeException("not this one");
        });
        ManagedHttpClientConnection connection = ManagedHttpClientConnectionFactory.INSTANCE.createConnection(null);

        assertThatThrownBy(() -> connect(addresses, connection, new HttpHost("https", HOST, first.getLocalPort())))
                .hasRootCauseInstanceOf(SSLHandshakeException.class);
        assertThat(checked).containsExactly(HOST + " at 127.0.0.2", HOST + " at 127.0.0.1");
    }

    private static void connect(EveryAddress addresses, ManagedHttpClientConnection connection, HttpHost host) {
        try {
            addresses.connect(
                    connection,
                    host,
                    null,
                    org.apache.hc.core5.util.Timeout.ofMinutes(5),
                    SocketConfig.DEFAULT,
                    HttpClientContext.create());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Push channel(String scheme, int port, Duration timeout, InetAddress... addresses) {
        DnsResolver names = names(addresses);
        PushRig rig = opened(new PushRig(() -> new PushHttp(names, Duration.ofMinutes(1))));
        return rig.channel(scheme + "://" + HOST + ":" + port + "/push", timeout);
    }

    private static DnsResolver names(InetAddress... addresses) {
        InMemoryDnsResolver names = new InMemoryDnsResolver();
        names.add(HOST, addresses);
        return names;
    }

    private RawTarget target() {
        return opened(new RawTarget(out -> out.write(RawTarget.answer("{\"request_id\":\"r1\",\"data\":{}}"))));
    }

    /** The kernel drops what asks for a connection while those that nobody accepts are too many. */
    private void swallowPackets(int port) throws IOException {
        opened(new ServerSocket(port, 1, FIRST));
        while (connects(port)) {
            assertThat(open.size()).isLessThan(1_000);
        }
    }

    private boolean connects(int port) throws IOException {
        Socket socket = opened(new Socket());
        try {
            socket.connect(new InetSocketAddress(FIRST, port), 200);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private static InetAddress loopback(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
