package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.channels.ChannelView;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.delivery.Attempt;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.delivery.Pause;
import io.alertrelay.json.Json;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console and scripts read this JSON: a field that is renamed, moved or written without need breaks them. */
class ChannelHealthTest {
    private static final Instant AT = Instant.parse("2026-11-24T11:22:33Z");

    @TempDir
    private Path folder;

    private boolean here = true;

    @Test
    void ofAChannelThatDeliversSaysHowFast() throws Exception {
        assertThat(json(new ChannelState.Running(), 0, 1, Optional.empty(), Optional.empty()))
                .isEqualTo("""
                {"name":"payments","state":"running","in_flight":1,"retrying":2,"rate":"60000/min",\
                "rate_used":30,"delivered_last_minute":3}""");
        assertThat(json(new ChannelState.Slowed("429", AT, 2, AT.plusSeconds(9)), 7, 0.25, Optional.of(9L), none()))
                .isEqualTo("""
                {"name":"payments","state":"slowed","waiting":9,"in_flight":1,"retrying":2,"rate":"60000/min",\
                "rate_used":30,"slowed_to":"25%","oldest_received_at":"2026-11-24T11:22:33Z",\
                "last_delivered_at":"2026-11-24T11:22:33Z","cause":"429","since":"2026-11-24T11:22:33Z",\
                "next_attempt_at":"2026-11-24T11:22:42Z","last_fault":{"at":"2026-11-24T11:22:33Z",\
                "answer":"HTTP 500"},"delivered_last_minute":3,"waiting_by_severity":{"Critical":6,"Info":1},\
                "through_at":"2026-11-24T11:22:56Z"}""");
    }

    @Test
    void aChannelOfAnotherRelayIsNotSaidToRun() throws Exception {
        here = false;

        assertThat(json(new ChannelState.Running(), 0, 1, Optional.of(9L), none()))
                .startsWith("{\"name\":\"payments\",\"state\":\"elsewhere\",\"waiting\":9,");
        assertThat(json(
                        new ChannelState.Paused(
                                new Pause("ops@host", "", AT, Optional.empty()), new ChannelState.Running()),
                        0,
                        1,
                        Optional.of(9L),
                        none()))
                .contains("\"state\":\"paused\"");
    }

    @Test
    void aChannelThatIsSlowedIsNeverSaidToHaveAllOrNoneOfItsRate() throws Exception {
        for (double part : List.of(0.996, 0.004)) {
            assertThat(json(new ChannelState.Slowed("429", AT, 2, AT.plusSeconds(9)), 7, part, Optional.of(9L), none()))
                    .contains(part > 0.5 ? "\"slowed_to\":\"99%\"" : "\"slowed_to\":\"1%\"");
        }
    }

    @Test
    void ofAChannelThatDoesNotSaysWhy() throws Exception {
        ChannelState.Held held =
                new ChannelState.Held(ChannelState.HoldReason.OUTAGE, "no answer", AT, 2, AT.plusSeconds(9));
        assertThat(json(held, 7, 1, Optional.empty(), none())).isEqualTo("""
                {"name":"payments","state":"held","in_flight":1,"retrying":2,"rate":"60000/min","rate_used":30,\
                "oldest_received_at":"2026-11-24T11:22:33Z","last_delivered_at":"2026-11-24T11:22:33Z",\
                "cause":"no answer","since":"2026-11-24T11:22:33Z","next_attempt_at":"2026-11-24T11:22:42Z",\
                "last_fault":{"at":"2026-11-24T11:22:33Z","answer":"HTTP 500"},"delivered_last_minute":3,\
                "waiting_by_severity":{"Critical":6,"Info":1}}""");
        assertThat(json(
                        new ChannelState.Paused(
                                new Pause("ops@host", "move", AT, Optional.of(AT.plusSeconds(60))), held),
                        7,
                        1,
                        Optional.of(7L),
                        none()))
                .isEqualTo("""
                {"name":"payments","state":"paused","waiting":7,"in_flight":1,"retrying":2,"rate":"60000/min",\
                "rate_used":30,"oldest_received_at":"2026-11-24T11:22:33Z",\
                "last_delivered_at":"2026-11-24T11:22:33Z","paused":{"by":"ops@host","reason":"move",\
                "since":"2026-11-24T11:22:33Z","until":"2026-11-24T11:23:33Z"},"cause":"no answer",\
                "since":"2026-11-24T11:22:33Z","last_fault":{"at":"2026-11-24T11:22:33Z","answer":"HTTP 500"},\
                "delivered_last_minute":3,"waiting_by_severity":{"Critical":6,"Info":1}}""");
        assertThat(json(
                        new ChannelState.Paused(
                                new Pause("ops@host", "", AT, Optional.empty()), new ChannelState.Running()),
                        0,
                        1,
                        Optional.of(0L),
                        Optional.of(new TopicFault("relay.ch.a", 0, TopicFault.Kind.WRITE, "full", AT.plusSeconds(1)))))
                .isEqualTo("""
                {"name":"payments","state":"held","waiting":0,"in_flight":1,"retrying":2,"rate":"60000/min",\
                "rate_used":30,"paused":{"by":"ops@host","since":"2026-11-24T11:22:33Z"},\
                "cause":"partition relay.ch.a-0: full","since":"2026-11-24T11:22:34Z","delivered_last_minute":3}""");
    }

    private static Optional<TopicFault> none() {
        return Optional.empty();
    }

    private String json(
            ChannelState state, int waiting, double part, Optional<Long> inTopic, Optional<TopicFault> fault)
            throws Exception {
        ChannelSettings settings = TestConfig.load(TestConfig.yaml("{ brokers: embedded }", 1, 2, 3, ""), folder)
                .channels()
                .get(0);
        Map<Severity, Integer> severities = new EnumMap<>(Severity.class);
        if (waiting > 0) {
            severities.put(Severity.CRITICAL, waiting - 1);
            severities.put(Severity.INFO, 1);
        }
        OutboxStatus status = new OutboxStatus(
                settings.name(),
                state,
                waiting,
                severities,
                1,
                0,
                2,
                waiting > 0 ? Map.of(Severity.INFO, AT) : Map.of(),
                30,
                waiting > 0 ? 0.4 : 0,
                part,
                waiting > 0 ? Optional.of(AT) : Optional.empty(),
                waiting > 0 ? Optional.of(new Attempt(AT, "HTTP 500", true)) : Optional.empty());
        return Json.of(ChannelHealth.of(new ChannelView(settings, status, inTopic, fault, here), 3, AT))
                .toString();
    }
}
