package io.alertrelay.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.DeliveryId;
import io.alertrelay.record.Outcome;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.Resolution;
import io.alertrelay.trail.Trail.AlertTrail;
import io.alertrelay.trail.Trail.DeadLetterTrail;
import io.alertrelay.trail.Trail.DeliveryTrail;
import io.alertrelay.trail.Trail.End;
import io.alertrelay.trail.Trail.SetAsideTrail;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Scripts read this JSON: a field that is renamed, moved or written where there is nothing to say breaks them. */
class TrailJsonTest {
    private static final Instant AT = Instant.parse("2026-11-24T11:22:33Z");
    private static final AlertRef ALERT =
            new AlertRef(ReceiptId.parse("w0-17-7k3m9qxr2ztc5vbn").orElseThrow(), 0);

    @Test
    void saysAllThatBecameOfAWebhook() throws Exception {
        Trail trail = new Trail(
                ALERT.receipt(),
                Optional.of(new Trail.Accepted(
                        "arms-prod",
                        "aliyun-arms",
                        AT,
                        998,
                        Optional.of("q0-3-7k3m9qxr2ztc5vbn"),
                        Optional.of("4bf9"))),
                Optional.of("not JSON"),
                Optional.of(Resolution.discarded("q0-1-7k3m9qxr2ztc5vbn", "ops@host", AT, "noise")),
                true,
                true,
                List.of(
                        new AlertTrail(
                                0,
                                "firing",
                                "Critical",
                                "磁盘",
                                "arms-prod:a",
                                Optional.empty(),
                                List.of(
                                        delivery("", settled(), deadLetter()),
                                        delivery("rp-1", new End.Waiting(12, Optional.of("held: 401")), none()),
                                        delivery("", new End.Waiting(0, Optional.empty()), none()),
                                        delivery("", new End.Unaccounted(), none()),
                                        delivery("", new End.TooOld(), none())),
                                List.of("night")),
                        new AlertTrail(
                                1,
                                "",
                                "",
                                "",
                                "",
                                Optional.of(new SetAsideTrail(
                                        "q0-4-7k3m9qxr2ztc5vbn",
                                        "no name",
                                        Optional.of(Resolution.retried(
                                                "q0-4-7k3m9qxr2ztc5vbn", "ops@host", AT, "", ALERT.receipt())))),
                                List.of(),
                                List.of())),
                Optional.of(7));

        assertThat(TrailJson.of(trail).toString()).isEqualTo("""
                {"request_id":"w0-17-7k3m9qxr2ztc5vbn","accepted":{"integration":"arms-prod",\
                "source":"aliyun-arms","received_at":"2026-11-24T11:22:33Z","bytes":998,\
                "retry_of":"q0-3-7k3m9qxr2ztc5vbn","trace_id":"4bf9"},"quarantined":"not JSON",\
                "resolution":{"decision":"discarded","by":"ops@host","at":"2026-11-24T11:22:33Z",\
                "reason":"noise"},"routed":true,"traces_may_be_gone":true,"alerts":[{"index":0,"status":"firing",\
                "severity":"Critical",\
                "title":"磁盘","alert_key":"arms-prod:a","deliveries":[{"id":"w0-17-7k3m9qxr2ztc5vbn/0/值班",\
                "channel":"值班","why":"case 1","rules":"3f2a","state":"dead-lettered","answer":400,\
                "flashduty_request_id":"0ace","reason":"refused","cause":"400 too long","attempts":2,\
                "unanswered":1,"first_attempt_at":"2026-11-24T11:22:33Z","settled_at":"2026-11-24T11:22:35Z",\
                "relay":"r1","assignment":3,"later_receipts":[{"attempts":2,"settled_at":"2026-11-24T11:22:35Z",\
                "outcome":"dead-lettered","relay":"r1","assignment":3,"reason":"refused","superseded_by":null}],\
                "dead_letter":{"id":"dl-0-5","resolution":{"decision":"redriven","by":"ops@host",\
                "at":"2026-11-24T11:22:33Z","reason":"again","replay":"rp-1"}}},\
                {"id":"w0-17-7k3m9qxr2ztc5vbn/0/值班","channel":"值班","replay":"rp-1","why":"case 1",\
                "rules":"3f2a","state":"waiting","ahead":12,"waits_for":"held: 401"},\
                {"id":"w0-17-7k3m9qxr2ztc5vbn/0/值班","channel":"值班","why":"case 1","rules":"3f2a",\
                "state":"waiting","ahead":0},{"id":"w0-17-7k3m9qxr2ztc5vbn/0/值班","channel":"值班","why":"case 1",\
                "rules":"3f2a","state":"unaccounted"},{"id":"w0-17-7k3m9qxr2ztc5vbn/0/值班","channel":"值班",\
                "why":"case 1","rules":"3f2a","state":"too-old"}]},{"index":1,"status":"","severity":"","alert_key":"",\
                "set_aside":{"id":"q0-4-7k3m9qxr2ztc5vbn","cause":"no name","resolution":{"decision":"retried",\
                "by":"ops@host","at":"2026-11-24T11:22:33Z","receipt":"w0-17-7k3m9qxr2ztc5vbn"}},\
                "deliveries":[]}],"more":7}""");
    }

    @Test
    void leavesOutWhatThereIsNoneOf() {
        Trail trail = new Trail(
                ALERT.receipt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                List.of(),
                Optional.empty());

        assertThat(TrailJson.of(trail).toString())
                .isEqualTo("{\"request_id\":\"w0-17-7k3m9qxr2ztc5vbn\",\"routed\":false,\"alerts\":[]}");
    }

    private static DeliveryTrail delivery(String replay, End end, Optional<DeadLetterTrail> deadLetter) {
        return new DeliveryTrail(new DeliveryId(ALERT, "值班", replay), "case 1", "3f2a", end, deadLetter);
    }

    private static End settled() throws Exception {
        ObjectNode receipt = (ObjectNode) new ObjectMapper().readTree("""
                {"attempts":2,"first_attempt_at":"2026-11-24T11:22:33Z","settled_at":"2026-11-24T11:22:35Z","title":"t",
                 "unanswered":1,"answer":400,"outcome":"dead-lettered","relay":"r1","assignment":3,
                 "flashduty_request_id":"0ace","reason":"refused","cause":"400 too long","superseded_by":null}""");
        return new End.Settled(Outcome.DEAD_LETTERED, receipt, List.of(receipt));
    }

    private static Optional<DeadLetterTrail> deadLetter() {
        return Optional.of(new DeadLetterTrail(
                new DeadLetterId(new Place(0, 5)),
                Optional.of(Resolution.redriven("dl-0-5", "ops@host", AT, "again", "rp-1"))));
    }

    private static Optional<DeadLetterTrail> none() {
        return Optional.empty();
    }
}
