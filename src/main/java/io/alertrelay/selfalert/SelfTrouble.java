package io.alertrelay.selfalert;

import io.alertrelay.alert.Severity;
import io.alertrelay.config.TroubleKind;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Something that is wrong now.
 *
 * @param relay what the relay is called
 * @param subject what it is wrong with: the name of a channel or an integration; empty for the relay itself
 * @param title in one line
 * @param message what to do about it, too
 */
public record SelfTrouble(
        String relay, TroubleKind kind, String subject, Severity severity, String title, String message) {
    /** What its title begins with, whatever it is. */
    public static final String MARK = "[Alert Relay";

    /** What makes it the same alert, for ever, whichever relay of a cluster tells it. */
    public String id() {
        byte[] what = (relay + "\n" + subject).getBytes(StandardCharsets.UTF_8);
        return kind.word() + "-" + UUID.nameUUIDFromBytes(what);
    }
}
