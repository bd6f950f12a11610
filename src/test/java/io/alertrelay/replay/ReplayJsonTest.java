package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Scripts read this JSON: a field that is renamed, moved or written where there is nothing to say breaks them. */
class ReplayJsonTest {
    private static final Instant AT = Instant.parse("2026-11-24T11:22:33Z");

    @Test
    void saysWhatAPlanSendsAndWhatItDoesNot() {
        PlannedEvent event = new PlannedEvent(
                new AlertRef(ReceiptId.parse("w0-17-7k3m9qxr2ztc5vbn").orElseThrow(), 0),
                "a",
                AlertStatus.FIRING,
                Severity.CRITICAL,
                List.of("值班"),
                "3f2a",
                "case 1",
                Optional.empty());
        Map<String, List<PlannedEvent>> picks = new LinkedHashMap<>();
        picks.put("值班", List.of(event, event));
        picks.put("gone", List.of(event));
        ReplayFilter narrowing = new ReplayFilter(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of("arms"),
                Set.of(),
                Set.of(),
                List.of(new ConditionDefinition("labels.team", "IN", List.of("pay"))),
                Optional.of(OutcomeFilter.NEVER_DELIVERED));
        Plan plan = new Plan(
                order(List.of(), narrowing, Map.of(0, 17L), Map.of(0, 20L)),
                5,
                7,
                picks,
                new TreeMap<>(Map.of("值班", RouteDifference.NONE.plusAdded("w0-17 a"))),
                Map.of(Reason.RESOLVED_SINCE, Tally.NONE.plus("w0-18 b")),
                Tally.NONE);

        assertThat(ReplayJson.of(new Replays.Proposal(
                                plan,
                                new TreeMap<>(Map.of(0, new NotRouted(17, 3))),
                                Map.of("值班", 70.0),
                                Optional.of(new ReplayEntry(
                                        order(List.of()), Optional.empty(), ReplayProgress.waiting(AT)))))
                        .toString())
                .isEqualTo("""
                {"id":"rp-1","range":{"from_offset":{"0":17},"to_offset":{"0":20},\
                "integrations":["arms"],"where":[{"key":"labels.team","oper":"IN","vals":["pay"]}],\
                "only":"never-delivered"},"webhooks":5,"alerts":7,"requests":3,"channels":{"值班":{"requests":2,"seconds":2.0},\
                "gone":{"requests":1}},"routes":{"值班":{"added":{"count":1,"examples":["w0-17 a"]},\
                "removed":{"count":0,"examples":[]},"unchanged":{"count":0,"examples":[]},"unknown":{"count":0,\
                "examples":[]}}},"left_out":{"resolved-since":{"count":1,"examples":["w0-18 b"]}},\
                "unreadable":{"count":0,"examples":[]},"not_routed":{"0":{"from":17,"webhooks":3}},\
                "ordered_before":{"id":"rp-1","state":"waiting","created_at":"2026-11-24T11:22:33Z","by":"ops@host"}}""");
    }

    @Test
    void saysThatNothingIsSentWithTheFieldsOfAPlan() {
        assertThat(ReplayJson.ofNothing().toString()).isEqualTo("""
                {"requests":0,"alerts":0,"channels":{},"routes":{},"left_out":{},"ordered":false}""");
    }

    @Test
    void saysHowFarAReplayIs() {
        ReplayProgress running = new ReplayProgress(
                new ReplayState.Running(),
                AT,
                12,
                "waits for Kafka",
                Map.of(
                        "值班", new ReplayProgress.OfChannel(9, 7, Map.of("superseded", 1L, "delivered", 5L)),
                        "a", new ReplayProgress.OfChannel(0, 0, Map.of())),
                Map.of("resolved-since", 2L));
        ReplayControl control = new ReplayControl(ReplayControl.Kind.PAUSE, AT, "ops@host");

        assertThat(ReplayJson.of(new ReplayEntry(order(List.of(new Place(0, 3))), Optional.of(control), running))
                        .toString())
                .isEqualTo("""
                {"id":"rp-1","kind":"redrive","state":"paused","created_at":"2026-11-24T11:22:33Z",\
                "by":"ops@host","to":"channel:值班","range":{"dead_letters":1},"share":0.2,"wish":{"wish":"pause",\
                "at":"2026-11-24T11:22:33Z","by":"ops@host"},"at":"2026-11-24T11:22:33Z","per_minute":12,\
                "message":"waits for Kafka","channels":{"a":{"planned":0,"fed":0,"settled":{}},\
                "值班":{"planned":9,"fed":7,"settled":{"delivered":5,"superseded":1}}},\
                "left_out":{"resolved-since":2}}""");
        assertThat(ReplayJson.of(new ReplayEntry(order(List.of()), Optional.empty(), ReplayProgress.waiting(AT)))
                        .toString())
                .isEqualTo("""
                {"id":"rp-1","kind":"replay","state":"waiting","created_at":"2026-11-24T11:22:33Z",\
                "by":"ops@host","to":"channel:值班","range":{},"share":0.2,"at":"2026-11-24T11:22:33Z","per_minute":0,\
                "channels":{},"left_out":{}}""");
    }

    static ReplayOrder order(List<Place> deadLetters) {
        return order(deadLetters, ReplayFilter.NONE, Map.of(), Map.of());
    }

    static ReplayOrder order(
            List<Place> deadLetters, ReplayFilter narrowing, Map<Integer, Long> from, Map<Integer, Long> to) {
        return new ReplayOrder(
                "rp-1",
                AT,
                "ops@host",
                narrowing,
                new ReplayDestination.ToChannel("值班"),
                0.2,
                false,
                deadLetters,
                new ReplayBounds(from, to, Map.of(), Map.of(), Map.of(), 0, Map.of(), AT, Optional.empty()),
                Map.of());
    }
}
