package io.alertrelay.selfalert;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.config.TroubleKind;
import io.alertrelay.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The report of a problem: that it exists, or that it is over.
 *
 * @param id of the trouble
 * @param trouble empty if it is over and was reported by another relay, or before this one started
 */
public record TroubleReport(String id, AlertStatus status, Optional<SelfTrouble> trouble) {
    private static final Map<TroubleKind, String> LABELS = Map.of(
            TroubleKind.QUARANTINED, "integration",
            TroubleKind.REFUSED, "integration",
            TroubleKind.DEAD_LETTERED, "channel",
            TroubleKind.HELD, "channel",
            TroubleKind.LATE, "channel");

    /** Whether it is a heartbeat. */
    public boolean isHeartbeat() {
        return status == AlertStatus.FIRING
                && trouble.filter(about -> about.kind() == TroubleKind.HEARTBEAT)
                        .isPresent();
    }

    /** The report that it exists. */
    public static TroubleReport firing(SelfTrouble trouble) {
        return new TroubleReport(trouble.id(), AlertStatus.FIRING, Optional.of(trouble));
    }

    /** The reports as a body like that of ARMS. */
    public static byte[] body(List<TroubleReport> reports, Instant now) {
        Body body = new Body(
                "relay",
                "firing",
                reports.stream().map(report -> report.alert(now)).toList());
        return Json.of(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    private BodyAlert alert(Instant now) {
        return new BodyAlert(
                status.word(),
                id,
                now,
                Optional.of(now).filter(at -> status == AlertStatus.RESOLVED),
                labels(),
                trouble.map(about -> Map.of("message", about.message())));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", trouble.map(SelfTrouble::title).orElse(SelfTrouble.MARK + "] 已恢复 / it is over"));
        trouble.ifPresent(about -> {
            labels.put("severity", about.severity().word());
            labels.put("relay", about.relay());
            labels.put("relay_self", about.kind().word());
            Optional.ofNullable(LABELS.get(about.kind()))
                    .filter(label -> !about.subject().isEmpty())
                    .ifPresent(label -> labels.put(label, about.subject()));
        });
        return labels;
    }

    private record Body(String receiver, String status, List<BodyAlert> alerts) {}

    private record BodyAlert(
            String status,
            String fingerprint,
            @JsonProperty("startsAt") Instant startsAt,
            @JsonProperty("endsAt") Optional<Instant> endsAt,
            Map<String, String> labels,
            Optional<Map<String, String>> annotations) {}
}
