package io.alertrelay.management;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The management port is closed while clients connect to it: nobody who stops a relay is warned of that. */
class ManagementCloseTest {
    @Test
    void itClosesWithoutAWordWhateverIsConnected() throws Exception {
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        Logger netty = (Logger) LoggerFactory.getLogger("io.netty");
        logged.start();
        netty.addAppender(logged);
        try {
            for (int i = 0; i < 10; i++) {
                ManagementServer server = ManagementServer.start(
                        "127.0.0.1",
                        0,
                        List.of(),
                        () -> new HealthReport(true, true, JsonNodeFactory.instance.objectNode()),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        new Api(Map.of(), Map.of(), Map.of(), Map.of()));
                List<Socket> connected = new ArrayList<>();
                for (int n = 0; n < 20; n++) {
                    connected.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
                }
                server.close();
                for (Socket socket : connected) {
                    socket.close();
                }
            }
        } finally {
            netty.detachAppender(logged);
        }

        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    }
}
