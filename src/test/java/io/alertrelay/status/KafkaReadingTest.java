package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.kafka.Lag;
import io.alertrelay.kafka.TopicLags;
import io.alertrelay.status.KafkaReading.CutOff;
import io.alertrelay.watchdog.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KafkaReadingTest {
    private static final Instant NOW = Instant.parse("2026-11-24T11:45:00Z");

    @Test
    void whatWaitsInAPartitionThatIsCutOffIsWhatWasWrittenBeforeAndIsNotRoutedSince() {
        KafkaReading before = KafkaReading.none(NOW)
                .answered(
                        NOW,
                        "webhooks",
                        new TopicLags(Map.of(0, new Lag(10, 12), 1, new Lag(100, 114)), Map.of()),
                        Map.of(),
                        List.of());
        TopicLags partly =
                new TopicLags(Map.of(0, new Lag(12, 12)), Map.of(1, new TopicLags.CutOff(false, OptionalLong.of(104))));

        KafkaReading first = before.answered(NOW.plusSeconds(2), "webhooks", partly, Map.of(), List.of());
        KafkaReading second = first.answered(NOW.plusSeconds(4), "webhooks", partly, Map.of(), List.of());

        assertThat(second.reachable()).isTrue();
        assertThat(second.waiting("webhooks")).contains(10L);
        assertThat(second.cutOff()).containsExactly(new CutOff(1, false, NOW.plusSeconds(2), OptionalLong.of(10)));
    }

    @Test
    void whatWaitsInAPartitionThatNeverAnsweredIsNotKnown() {
        TopicLags partly =
                new TopicLags(Map.of(0, new Lag(12, 12)), Map.of(1, new TopicLags.CutOff(true, OptionalLong.empty())));

        KafkaReading reading = KafkaReading.none(NOW).answered(NOW, "webhooks", partly, Map.of(), List.of());

        assertThat(reading.cutOff()).containsExactly(new CutOff(1, true, NOW, OptionalLong.empty()));
        assertThat(reading.waiting("webhooks")).contains(0L);
    }

    @Test
    void kafkaIsAwayIfNoLeaderAnswersAndNotIfThereIsNone() {
        TopicLags.CutOff silent = new TopicLags.CutOff(true, OptionalLong.empty());
        TopicLags.CutOff leaderless = new TopicLags.CutOff(false, OptionalLong.empty());

        assertThat(new TopicLags(Map.of(), Map.of(0, silent, 1, silent)).answered())
                .isFalse();
        assertThat(new TopicLags(Map.of(), Map.of(0, leaderless, 1, leaderless)).answered())
                .isTrue();
        assertThat(new TopicLags(Map.of(0, new Lag(1, 1)), Map.of(1, silent)).answered())
                .isTrue();
    }

    @Test
    void aRelayStaysReadyWhileOnlyTheCoordinatorOfItsGroupIsAwayAndShowsWhatWasKnown() {
        KafkaReading reading = KafkaReading.none(NOW)
                .answered(NOW, "webhooks", new TopicLags(Map.of(0, new Lag(10, 12)), Map.of()), Map.of(), List.of())
                .uncoordinated(NOW, "webhooks", TopicLags.uncoordinated(Map.of(), 1));

        assertThat(reading.reachable()).isTrue();
        assertThat(reading.isCurrent()).isFalse();
        assertThat(reading.at()).isEqualTo(NOW);
        assertThat(reading.waiting("webhooks")).contains(2L);
        Problem problem = Problem.uncoordinated(Duration.ofSeconds(7));
        assertThat(problem.effect()).isEqualTo(Job.Effect.PART);
        assertThat(problem.cause()).isEqualTo("the coordinator of the routing group has not answered for 7 s");
        assertThat(reading.away().reachable()).isFalse();
    }

    @Test
    void partitionsThatAreCutOffTogetherWithTheCoordinatorAreNamedSinceTheyWereNoticed() {
        TopicLags.CutOff silent = new TopicLags.CutOff(true, OptionalLong.empty());
        TopicLags cut = TopicLags.uncoordinated(Map.of(1, silent), 2);

        KafkaReading reading = KafkaReading.none(NOW)
                .answered(
                        NOW,
                        "webhooks",
                        new TopicLags(Map.of(0, new Lag(1, 1), 1, new Lag(10, 12)), Map.of()),
                        Map.of(),
                        List.of())
                .uncoordinated(NOW.plusSeconds(2), "webhooks", cut)
                .uncoordinated(NOW.plusSeconds(4), "webhooks", cut);

        assertThat(cut.reached()).isTrue();
        assertThat(cut.answered()).isFalse();
        assertThat(reading.cutOff()).containsExactly(new CutOff(1, true, NOW.plusSeconds(2), OptionalLong.of(2)));
        assertThat(TopicLags.uncoordinated(Map.of(0, silent, 1, silent), 2).reached())
                .as("Kafka is away")
                .isFalse();
    }

    @Test
    void namesThePartitionsWhoseIntegrationsAreRefusedAndWhatWaitsThere() {
        List<CutOff> cut = List.of(
                new CutOff(2, false, NOW, OptionalLong.of(4)),
                new CutOff(5, false, NOW.plusSeconds(30), OptionalLong.empty()));

        Problem some = Problem.cutOff(
                "alert-relay.webhooks", cut, List.of("a", "b", "c", "d", "e", "f"), false, NOW.plusSeconds(45));

        assertThat(some.of()).isEqualTo("alert-relay.webhooks-2, 5");
        assertThat(some.means())
                .isEqualTo("webhooks of a, b, c, d, e +1 are answered 503; the others are not affected");
        assertThat(some.cause()).isEqualTo("without a leader for 45 s; waiting there to be routed: 4");
        assertThat(Problem.cutOff("t", cut, List.of(), false, NOW).means())
                .isEqualTo("no integration's webhooks go there; the others are not affected");
        assertThat(Problem.cutOff("t", cut, List.of("a"), true, NOW).means())
                .isEqualTo("webhooks are answered 503; what was routed before is delivered");
        assertThat(some.forSeconds()).isEqualTo(45);
    }

    @Test
    void anElectionDoesNotMakeTheRelayNotReady() {
        List<CutOff> cut = List.of(new CutOff(0, false, NOW, OptionalLong.empty()));

        assertThat(Problem.cutOff("t", cut, List.of("a"), true, NOW.plusSeconds(8))
                        .effect())
                .isEqualTo(Job.Effect.PART);
        assertThat(Problem.cutOff("t", cut, List.of("a"), true, NOW.plusSeconds(12))
                        .effect())
                .isEqualTo(Job.Effect.NOT_ROUTED);
    }

    @Test
    void whatIsSettledBehindWhatRestsDoesNotWaitWhereThatIsKnown() {
        KafkaReading reading = KafkaReading.none(NOW)
                .answered(
                        NOW,
                        "webhooks",
                        new TopicLags(Map.of(0, new Lag(0, 0)), Map.of()),
                        Map.of("channel.a", Map.of(0, new Lag(10, 110))),
                        List.of());

        assertThat(reading.waiting("channel.a")).contains(100L);
        assertThat(reading.waiting("channel.a", (partition, end) -> OptionalLong.of(end - 109)))
                .contains(1L);
        assertThat(reading.waiting("channel.a", (partition, end) -> OptionalLong.empty()))
                .contains(100L);
    }
}
