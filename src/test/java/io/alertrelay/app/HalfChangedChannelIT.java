package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** A channel's outbox was stopped for a change, and then the change failed. */
class HalfChangedChannelIT extends ReloadRig {
    private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final NoThreads noThreads = new NoThreads();

    @BeforeEach
    void prepare() {
        logging.addTurboFilter(noThreads);
    }

    @AfterEach
    void tidy() {
        noThreads.over();
        logging.getTurboFilterList().remove(noThreads);
    }

    @Test
    void channelWhoseChangeFailedDeliversAgainOnceTheFileIsAsBefore() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logging.getLogger("relay").addAppender(lines);
        fails(yaml.replace("name: oncall,", "name: oncall, timeout: 20s,"), 2);
        logging.getLogger("relay").detachAppender(lines);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("the cause, at the first of two attempts")
                .containsOnlyOnce("channel oncall could not be changed, it is tried again: "
                        + "java.lang.OutOfMemoryError: unable to create native thread");

        write(yaml);
        applied(reload());

        delivers("oncall");
    }

    @Test
    void channelWhoseRemovalFailedDeliversAgainOnceItIsConfiguredAgain() throws Exception {
        fails(yaml.replace("default: { channels: [oncall] }", "default: { channels: [payments] }")
                .lines()
                .filter(line -> !line.contains("name: oncall"))
                .reduce("", (all, line) -> all + line + "\n"));

        write(yaml);
        applied(reload());

        delivers("oncall");
    }

    @Test
    void newChannelThatCouldNeitherBeStartedWithTheOthersNorRemovedDeliversOnceThatIsPossible() throws Exception {
        String added = yaml.replace("default: { channels: [oncall] }", "default: { channels: [first] }")
                .replace("  - { name: oncall,", channel("first") + channel("second") + "  - { name: oncall,");
        fails(added);

        applied(reload());

        delivers("first");
    }

    private String channel(String name) {
        return "  - { name: " + name + ", push_url: \"http://127.0.0.1:" + flashduty.port()
                + "/event/push/alert/standard?integration_key=" + pushKey(name) + "\" }\n";
    }

    /** A reload of it is carried out in part. */
    private void fails(String text) throws Exception {
        fails(text, 1);
    }

    private void fails(String text, int attempts) throws Exception {
        write(text);
        noThreads.begin();
        for (int i = 0; i < attempts; i++) {
            assertThat(reload().body()).contains("stopped");
        }
        noThreads.over();
    }

    private void delivers(String channel) {
        assertThat(post(SHARED_KEY, "later", "nobody")).isTrue();
        await().atMost(SOON).until(() -> titles(channel).contains("later"));
    }

    /**
     * Makes what stops a route, and what starts that of the channel second, fail as without threads, where Camel tells
     * that it begins: asking whether a line is to be logged is all that a test can get hold of there.
     */
    private static final class NoThreads extends TurboFilter {
        private volatile boolean on;

        void begin() {
            on = true;
        }

        void over() {
            on = false;
        }

        @Override
        public FilterReply decide(
                Marker marker, Logger logger, Level level, String format, Object[] params, Throwable cause) {
            boolean stops = logger.getName().endsWith("DefaultShutdownStrategy");
            if (on && (stops || Arrays.toString(params).contains("delivery-second"))) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return FilterReply.NEUTRAL;
        }
    }
}
