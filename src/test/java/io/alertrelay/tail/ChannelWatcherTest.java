package io.alertrelay.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.cli.RelayApi;
import io.alertrelay.testing.AnsweringServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChannelWatcherTest {
    @Test
    void whoCanNotLearnTheStatesIsToldWhyAndWhenThatEnds() throws Exception {
        try (AnsweringServer relay = AnsweringServer.start();
                ChannelWatcher watcher = new ChannelWatcher(
                        new RelayApi.Converter().convert(relay.url()),
                        () -> Instant.parse("2026-11-22T02:00:00Z"),
                        Duration.ofMillis(20))) {
            relay.answers(421, "{\"error\":{\"message\":\"expected a name of the setting management.hosts\"}}");
            watcher.start();
            assertThat(notice(watcher))
                    .contains("answers 421: expected a name of the setting management.hosts", "are not shown until");

            relay.answers(502, "<html>");
            assertThat(notice(watcher)).contains("HTTP 502", "not a relay's answer");

            relay.answers(200, "{\"status\":\"starting\"}");
            assertThat(notice(watcher)).contains("is starting");

            relay.answers(200, "{\"status\":\"up\",\"channels\":[{\"name\":\"night\",\"state\":\"held\"}]}");
            assertThat(notice(watcher)).contains("again");
            await().until(
                            watcher::changes,
                            changes -> changes.stream()
                                    .map(FlowEvent::kind)
                                    .toList()
                                    .equals(List.of(FlowEvent.Kind.HELD)));

            relay.close();
            assertThat(notice(watcher)).contains("no relay answers at " + relay.url());
        }
    }

    private static String notice(ChannelWatcher watcher) {
        return await().until(watcher::notice, Optional::isPresent).orElseThrow();
    }
}
