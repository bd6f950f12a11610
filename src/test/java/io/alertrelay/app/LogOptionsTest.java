package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.alertrelay.camel.PushClient;
import io.alertrelay.config.Secret;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** What the log is like. */
class LogOptionsTest {
    private static final List<String> CHANGED = List.of(
            Logger.ROOT_LOGGER_NAME,
            "relay",
            "io.alertrelay",
            "org.apache.kafka",
            "org.apache.hc",
            "org.apache.hc.client5.http.headers",
            "org.apache.hc.client5.http.wire");

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, Level> before = CHANGED.stream()
            .map(context::getLogger)
            .filter(logger -> logger.getLevel() != null)
            .collect(Collectors.toMap(logger -> logger, Logger::getLevel));

    @Command
    private static final class Served {
        @Mixin
        private LogOptions log;
    }

    @AfterEach
    void restore() {
        for (String name : CHANGED) {
            Logger logger = context.getLogger(name);
            logger.setLevel(before.get(logger));
        }
    }

    @Test
    void aLevelIsThatOfTheRelaysOwnLinesUnlessItNamesALogger() {
        apply("--log-level", "debug,org.apache.kafka=WARN");

        assertThat(context.getLogger("relay").getEffectiveLevel()).isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("io.alertrelay.app.App").getEffectiveLevel())
                .isEqualTo(Level.DEBUG);
        assertThat(context.getLogger("org.apache.kafka").getLevel()).isEqualTo(Level.WARN);
        assertThat(context.getLogger("org.apache.camel").getEffectiveLevel()).isEqualTo(Level.WARN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root=trace",
                "org.apache.hc=debug",
                "org.apache.hc.client5.http.wire=debug,org.apache.hc.client5.http.headers=trace"
            })
    void noLevelLogsTheKeyOfAPush(String levels) throws Exception {
        List<String> logged = new CopyOnWriteArrayList<>();
        Appender<ILoggingEvent> all = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                // Now: the client writes the next line into the same buffer.
                logged.add(event.getFormattedMessage());
            }
        };
        all.setContext(context);
        all.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(all);
        HttpServer flashduty = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> queries = new CopyOnWriteArrayList<>();
        flashduty.createContext("/", exchange -> {
            queries.add(exchange.getRequestURI().getRawQuery());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        flashduty.start();
        HttpClientBuilder client = HttpClientBuilder.create();
        new PushClient(new Secret("integration_key=a-secret")).configureHttpClient(client);
        try (CloseableHttpClient http = client.build()) {
            apply("--log-level", levels);
            http.execute(
                    new HttpPost("http://127.0.0.1:" + flashduty.getAddress().getPort() + "/event"), answer -> answer);
        } finally {
            flashduty.stop(0);
            root.detachAppender(all);
        }

        assertThat(queries).containsExactly("integration_key=a-secret");
        assertThat(logged).noneMatch(line -> line.contains("a-secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"loud", "=info", "relay=", "relay=loud"})
    void whatIsNoLevelIsRefusedAndChangesNothing(String level) {
        assertThatThrownBy(() -> apply("--log-level", "debug," + level))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining(level)
                .hasMessageContaining("expected one of error, warn, info, debug, trace, off");
        assertThat(context.getLogger("relay").getEffectiveLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void aLineOfJsonHasFixedKeysAndWhatItIsAbout() throws Exception {
        LoggingEvent event = new LoggingEvent(
                "",
                context.getLogger("relay"),
                Level.ERROR,
                "dead letter {}\nof {}",
                new IllegalStateException("x\"y"),
                new Object[] {"支付", 7});
        event.addKeyValuePair(new KeyValuePair("channel", "支付组"));
        event.addKeyValuePair(new KeyValuePair("status", 503));
        JsonLines lines = new JsonLines();
        lines.setContext(context);
        lines.start();

        String line = new String(lines.encode(event), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("time", "level", "logger", "thread", "message", "channel", "status", "stack");
        assertThat(json.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(json.path("message").asText()).isEqualTo("dead letter 支付\nof 7");
        assertThat(json.path("channel").asText()).isEqualTo("支付组");
        assertThat(json.path("status").isInt()).isTrue();
        assertThat(json.path("stack").asText()).contains("IllegalStateException: x\"y", "LogOptionsTest");
    }

    private static void apply(String... arguments) {
        Served served = new Served();
        CommandLine line = new CommandLine(served);
        line.parseArgs(arguments);
        served.log.apply(line);
    }
}
