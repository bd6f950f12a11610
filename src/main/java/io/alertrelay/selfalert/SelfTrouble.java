package io.alertrelay.selfalert;

import io.alertrelay.alert.Severity;
import io.alertrelay.config.TroubleKind;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A current problem of the relay.
 *
 * @param relay the name of the relay
 * @param subject the affected channel or integration; empty for the relay itself
 * @param title on one line
 * @param message including what to do about it
 */
public record SelfTrouble(
        String relay, TroubleKind kind, String subject, Severity severity, String title, String message) {
    /** The beginning of every title. */
    public static final String MARK = "[Alert Relay";

    /** Its stable id, the same whichever relay of a cluster reports it. */
    String id() {
        byte[] what = (relay + "\n" + subject).getBytes(StandardCharsets.UTF_8);
        return beginning(kind) + UUID.nameUUIDFromBytes(what);
    }

    /** Whether that id is of a trouble of the kind. */
    static boolean isOf(TroubleKind kind, String id) {
        return id.startsWith(beginning(kind));
    }

    private static String beginning(TroubleKind kind) {
        return kind.word() + "-";
    }
}
