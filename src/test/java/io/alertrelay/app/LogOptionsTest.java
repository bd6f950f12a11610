package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Map<Logger, Level> before = Stream.of("relay", "io.alertrelay", "org.apache.kafka")
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
        for (String name : new String[] {"relay", "io.alertrelay", "org.apache.kafka"}) {
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
