package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.audit.AuditReport;
import io.alertrelay.record.DeadLetter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.replay.ReplayRequest;
import io.alertrelay.replay.Replays.Proposal;
import io.alertrelay.testing.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** More comes for a channel whose topic can't be written than the relay keeps in memory for it. */
@Tag("long")
class UnstoredIT extends ReplayRig {
    /** Each makes an event of about 95 KiB; 32 MiB are kept. */
    private static final int ALERTS = 480;

    private static final int IN_A_BODY = 10;
    private static final int REDRIVEN = 10;
    private static final String LABELS = IntStream.range(0, 45)
            .mapToObj(i -> "\"l%02d\":\"%s\"".formatted(i, "x".repeat(2_000)))
            .collect(Collectors.joining(","));

    @Test
    void whatIsTooMuchIsKeptAsDeadLettersAndNothingIsLost() throws Exception {
        setMaxMessageBytes("100");
        for (int i = 0; i < ALERTS; i += IN_A_BODY) {
            post(i);
        }
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !rig.undecided().isEmpty());
        int other = posts.firing(Rig.to("b"), "other", "critical");
        await().atMost(PATIENCE).until(() -> rig.arrivals("b").takenNumbers().contains(other));
        assertThat(rig.relay().channel("a").path("state").asText()).isEqualTo("held");

        setMaxMessageBytes("41943040");
        AuditReport audit = rig.settled();

        assertThat(audit.clean()).as(audit.toString()).isTrue();
        assertThat(audit.deliveries().deadLettered().keySet()).containsExactly("unstored");
        long unstored = audit.deliveries().deadLettered().get("unstored");
        assertThat(unstored).isBetween(10L, ALERTS - 100L);
        assertThat(audit.deliveries().delivered()).isEqualTo(ALERTS + 1 - unstored);
        assertThat(audit.deliveries().due()).isEqualTo(ALERTS + 1);
        List<DeadLetter> letters = rig.undecided();
        assertThat(letters)
                .hasSize((int) unstored)
                .allSatisfy(letter -> assertThat(letter.text("cause"))
                        .contains("topic " + rig.names().channel("a"), "max.message.bytes"));
        assertThat(taken())
                .as("the oldest are given up")
                .contains("big" + (ALERTS - 1))
                .doesNotContain("big0");

        redrive(letters.subList(0, REDRIVEN));

        assertThat(taken()).hasSize((int) (ALERTS - unstored + REDRIVEN));
        assertThat(rig.undecided()).hasSize((int) unstored - REDRIVEN);
        assertThat(rig.settled().clean()).isTrue();
    }

    private void post(int first) {
        String alerts = IntStream.range(first, first + IN_A_BODY)
                .mapToObj(i -> """
                        {"status":"firing","labels":{"alertname":"big%d","severity":"critical",%s},\
                        "annotations":{},"startsAt":"2026-11-22T02:13:00Z","fingerprint":"big%d"}""".formatted(i, LABELS, i))
                .collect(Collectors.joining(","));
        String body = """
                {"status":"firing","receiver":"relay","groupLabels":{"alertname":"x"},"alerts":[%s]}""".formatted(alerts);
        rig.relay().postUntilTaken(Rig.to("a"), body);
    }

    private Set<String> taken() {
        return rig.arrivals("a").taken().stream().map(Arrivals::alert).collect(Collectors.toSet());
    }

    private void redrive(List<DeadLetter> letters) throws Exception {
        List<Place> places = letters.stream().map(letter -> letter.id().place()).toList();
        ReplayRequest request = new ReplayRequest(
                Map.of(), Map.of(), ReplayFilter.NONE, new ReplayDestination.ByRules(), 1, false, places, "tester");
        Proposal proposal = rig.replays(replays -> replays.propose(request, (topic, read, total) -> {}));
        carriedOut(proposal);
    }

    private void setMaxMessageBytes(String bytes) throws Exception {
        SharedBroker.configure(rig.names().channel("a"), "max.message.bytes", bytes);
    }
}
