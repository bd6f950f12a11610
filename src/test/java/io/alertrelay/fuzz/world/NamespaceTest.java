package io.alertrelay.fuzz.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing listens there: an address that answers refuses a connection. */
class NamespaceTest {
    private static final int NOTHING = 9;
    private static final int PATIENCE_MILLIS = 300;

    @Test
    void onlyOneWayIsCutAndNobodyIsRefusedThere() throws Exception {
        Optional<BrokerNetwork> made = Namespace.open();
        assumeThat(made).as("this machine has namespaces").isPresent();
        BrokerNetwork network = made.get();
        try (network) {
            refuses(network.host());
            refuses(network.cutHost());

            network.cut();

            refuses(network.host());
            assertThatThrownBy(() -> connect(network.cutHost())).isInstanceOf(SocketTimeoutException.class);

            network.restore();

            refuses(network.cutHost());
        }
        String wire = "fuzz" + ProcessHandle.current().pid();
        await().untilAsserted(() -> assertThat(NetworkInterface.networkInterfaces())
                .extracting(NetworkInterface::getName)
                .noneMatch(name -> name.startsWith(wire)));
    }

    private static void refuses(String host) {
        assertThatThrownBy(() -> connect(host)).isExactlyInstanceOf(ConnectException.class);
    }

    private static void connect(String host) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, NOTHING), PATIENCE_MILLIS);
        }
    }
}
