package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.pipeline.DecisionHistory;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.pipeline.ReplayDecision;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Delivery;
import io.alertrelay.record.Dispatch;
import io.alertrelay.record.OpenAlert;
import io.alertrelay.record.ReplayedEvent;
import io.alertrelay.repair.QuarantinedPast;
import io.alertrelay.replay.LatestStates;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whether an older state of an alert may still be sent, tried on random pasts: whoever is asked says the same, and no
 * channel is left with what is over.
 */
class OlderStatePropertyTest {
    private static final int PASTS = 2_000;
    private static final String KEY = "arms-prod:k";
    private static final List<String> CHANNELS = List.of("a", "b", "c");
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");

    /** A state of the alert, and the channels that it went to. */
    private record Reported(AlertStatus status, List<String> channels) {}

    /** What was told of the alert, oldest first, and which of it is sent again to which channel. */
    private record Past(List<Reported> states, int replayed, String channel) {
        static Past random(Random random) {
            List<Reported> states = new ArrayList<>();
            int count = 1 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                states.add(new Reported(
                        AlertStatus.values()[random.nextInt(2)],
                        CHANNELS.subList(random.nextInt(2), 1 + random.nextInt(2) + 1)));
            }
            return new Past(states, random.nextInt(count), CHANNELS.get(random.nextInt(3)));
        }

        Reported again() {
            return states.get(replayed);
        }

        Reported newest() {
            return states.get(states.size() - 1);
        }

        boolean newerSentThere() {
            return newer().anyMatch(i -> states.get(i).channels().contains(channel));
        }

        IntStream newer() {
            return IntStream.range(replayed + 1, states.size());
        }

        /** The channel would be left with something that is over. */
        boolean doesHarm() {
            return newerSentThere() || newest().status() != again().status();
        }
    }

    @Test
    void aReplayIsPlannedOnlyIfItLeavesNoChannelWithWhatIsOver() {
        pasts().forEach(past -> {
            LatestStates states = new LatestStates();
            each(past, (ref, reported) -> {
                states.received(KEY, ref, reported.status());
                reported.channels().forEach(channel -> states.sent(channel, KEY, ref));
            });

            assertThat(states.reasonToLeaveOut(
                                    past.channel(),
                                    KEY,
                                    ref(past.replayed()),
                                    past.again().status())
                            .isPresent())
                    .as("%s", past)
                    .isEqualTo(past.doesHarm());
        });
    }

    @Test
    void theRoutingStageSaysTheSameOfWhatWasRoutedMeanwhile() {
        pasts().forEach(past -> {
            DecisionHistory history =
                    new DecisionHistory(Duration.ofDays(30), past.states().size());
            each(past, (ref, reported) -> history.add(decision(ref, reported)));
            ReplayedEvent replayed = new ReplayedEvent(
                    ref(past.replayed()),
                    KEY,
                    past.again().status(),
                    Severity.CRITICAL,
                    past.channel(),
                    "v1",
                    "replayed",
                    past.replayed() + 1L);

            assertThat(history.openAlerts().replay(replayed, 0, T0) instanceof ReplayDecision.Overtaken)
                    .as("%s", past)
                    .isEqualTo(past.doesHarm());
        });
    }

    @Test
    void theOutboxSendsItNeitherBehindNorInsteadOfANewerOneThatIsLive() {
        pasts().forEach(past -> {
            Delivery replayed = Deliveries.replayed(delivery(past.replayed(), past.again()), 100);

            Waiting before = new Waiting(Collapse.NONE);
            past.newer()
                    .filter(i -> past.states().get(i).channels().contains(past.channel()))
                    .forEach(i -> before.add(delivery(i, past.states().get(i)), false, T0, T0));
            assertThat(before.add(replayed, false, T0, T0).isEmpty())
                    .as("%s", past)
                    .isEqualTo(!past.newerSentThere());

            Waiting after = new Waiting(Collapse.NONE);
            after.add(replayed, false, T0, T0);
            long overtaken = past.newer()
                    .filter(i -> past.states().get(i).channels().contains(past.channel()))
                    .mapToLong(i -> after.add(delivery(i, past.states().get(i)), false, T0, T0)
                            .size())
                    .sum();
            assertThat(overtaken).as("%s", past).isEqualTo(past.newerSentThere() ? 1 : 0);
        });
    }

    /** It is not known where the alert of a body in quarantine went: there any newer state is one too many. */
    @Test
    void aRetryFromQuarantineLeavesOutWhatTheOthersWouldAndWhateverElseIsOlder() throws Exception {
        Pipelines pipelines = new Pipelines(
                TestConfig.load(TestConfig.yaml("{ brokers: \"localhost:1\" }", 8080, 8081, 8082, ""), Path.of("")));
        pasts().forEach(past -> {
            QuarantinedPast states = new QuarantinedPast(pipelines);
            for (int i = 0; i < past.states().size(); i++) {
                AlertStatus status = past.states().get(i).status();
                if (i == past.replayed()) {
                    continue;
                }
                if (past.states().get(i).channels().contains(past.channel())) {
                    states.retried(i, status);
                } else {
                    states.accepted(i, status);
                }
            }

            boolean leftOut = states.leavesOut(past.replayed());

            assertThat(leftOut || !past.doesHarm()).as("%s", past).isTrue();
            assertThat(leftOut).as("%s", past).isEqualTo(past.newer().findAny().isPresent());
        });
    }

    private static List<Past> pasts() {
        Random random = new Random(7);
        return IntStream.range(0, PASTS).mapToObj(i -> Past.random(random)).toList();
    }

    @FunctionalInterface
    private interface Each {
        void state(AlertRef ref, Reported reported);
    }

    private static void each(Past past, Each each) {
        for (int i = 0; i < past.states().size(); i++) {
            each.state(ref(i), past.states().get(i));
        }
    }

    private static AlertRef ref(int number) {
        return WebhookReceipts.alert(number, 0);
    }

    private static DecisionRecord decision(AlertRef ref, Reported reported) {
        return new DecisionRecord(
                ref,
                KEY,
                new Dispatch(reported.channels(), List.of(), Severity.CRITICAL, "v1", "case 1"),
                Optional.of(new OpenAlert(reported.channels(), Severity.CRITICAL, "v1", "case 1", T0, T0))
                        .filter(open -> reported.status() == AlertStatus.FIRING));
    }

    private static Delivery delivery(int number, Reported reported) {
        return reported.status() == AlertStatus.FIRING
                ? Deliveries.reminder(number, T0, "k", Severity.CRITICAL)
                : Deliveries.recovery(number, T0, "k", Severity.CRITICAL);
    }
}
