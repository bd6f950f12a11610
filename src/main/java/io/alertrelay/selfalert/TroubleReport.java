package io.alertrelay.selfalert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.config.TroubleKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
            TroubleKind.HELD, "channel");

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
        ObjectNode root =
                JsonNodeFactory.instance.objectNode().put("receiver", "relay").put("status", "firing");
        reports.forEach(report -> report.putInto(root.withArray("alerts").addObject(), now));
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void putInto(ObjectNode alert, Instant now) {
        alert.put("status", status.word()).put("fingerprint", id).put("startsAt", now.toString());
        if (status == AlertStatus.RESOLVED) {
            alert.put("endsAt", now.toString());
        }
        ObjectNode labels = alert.putObject("labels");
        labels.put("alertname", trouble.map(SelfTrouble::title).orElse(SelfTrouble.MARK + "] it is over"));
        trouble.ifPresent(about -> {
            labels.put("severity", about.severity().word())
                    .put("relay", about.relay())
                    .put("relay_self", about.kind().word());
            if (LABELS.containsKey(about.kind()) && !about.subject().isEmpty()) {
                labels.put(LABELS.get(about.kind()), about.subject());
            }
            alert.putObject("annotations").put("message", about.message());
        });
    }
}
