package io.alertrelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.alertrelay.testing.SteppedClock;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Start and end of a sandbox. */
class SandboxLifeTest {
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aTakenPortIsToldClearly() throws Exception {
        try (Sandbox first = Sandbox.start(vertx, 0, new SteppedClock())) {
            Vertx other = Vertx.vertx();
            try {
                assertThatThrownBy(() -> Sandbox.start(other, first.port(), new SteppedClock()))
                        .isInstanceOf(SandboxException.class)
                        .hasMessageStartingWith("the sandbox can't listen on 127.0.0.1:" + first.port() + ": ");
            } finally {
                other.close().toCompletionStage().toCompletableFuture().join();
            }
        }
    }

    @Test
    void closingGivesThePortBackAndLeavesVertxToItsOwner() throws Exception {
        Sandbox first = Sandbox.start(vertx, 0, new SteppedClock());
        int port = first.port();

        first.close();

        // Vert.x says that a server is closed a moment before the system takes its port back.
        await().untilAsserted(() -> assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(ConnectException.class));
        Sandbox second = Sandbox.start(vertx, port, new SteppedClock());
        assertThat(second.port()).isEqualTo(port);
        second.close();
    }

    @Test
    void pushUrlsHaveFlashdutysForm() throws Exception {
        try (Sandbox sandbox = Sandbox.start(vertx, 0, new SteppedClock())) {
            String url = "http://127.0.0.1:" + sandbox.port();

            assertThat(sandbox.pushUrl("k")).isEqualTo(url + "/event/push/alert/standard?integration_key=k");
            assertThat(sandbox.armsPushUrl("k")).isEqualTo(url + "/event/push/alert/aliyun-arms?integration_key=k");
        }
    }
}
