package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.alertrelay.kafka.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What Kafka says that is no error. */
class HarmlessErrorsTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger kafkas = context.getLogger("state.change.logger");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();

    @TempDir
    private Path data;

    @BeforeEach
    void listen() {
        written.addFilter(new HarmlessErrors());
        for (ListAppender<ILoggingEvent> appender : List.of(logged, written)) {
            appender.start();
            kafkas.addAppender(appender);
        }
    }

    @AfterEach
    void listenNoMore() {
        kafkas.detachAppender(logged);
        kafkas.detachAppender(written);
    }

    @Test
    void aPartitionThatIsAddedToATopicIsNoError() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0, (status, reason) -> {});
                Admin admin = broker.clients().admin()) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
            admin.createPartitions(Map.of("t", NewPartitions.increaseTo(2)))
                    .all()
                    .get();

            await().until(() -> !logged.list.isEmpty());
        }
        kafkas.error("another fault");

        assertThat(written.list).extracting(ILoggingEvent::getMessage).containsExactly("another fault");
    }

    @Test
    void theLogIsWrittenWithoutThem() {
        assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME)
                        .getAppender("console")
                        .getCopyOfAttachedFiltersList())
                .hasAtLeastOneElementOfType(HarmlessErrors.class);
    }
}
