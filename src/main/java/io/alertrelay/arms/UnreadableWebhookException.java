package io.alertrelay.arms;

/**
 * A webhook body that cannot be read as alerts. The message says what is wrong and where (line and column, or the path
 * of the field), and which setting to change; of the body itself it repeats only field names of the contract.
 */
public final class UnreadableWebhookException extends Exception {

    /** Why a body cannot be read. */
    public enum Cause {
        /** The bytes are not UTF-8, which RFC 8259 requires. */
        NOT_UTF8,
        /** The text is not one JSON value. */
        NOT_JSON,
        /** JSON, nested more deeply than {@value JsonText#MAX_DEPTH} levels. */
        TOO_DEEP,
        /** A string, a name or a number of absurd length. */
        TOO_LARGE,
        /** The placeholder itself, which is what the ARMS console's Test button sends. */
        CONSOLE_TEST,
        /** What ARMS sends while its preset notification template is in place. */
        PRESET_TEMPLATE,
        /** JSON, but not of the shape of an ARMS or Alertmanager body. */
        NOT_AN_ALERT_BODY,
        /** A field that decides what the body means occurs twice. */
        REPEATED_FIELD
    }

    private final Cause code;

    UnreadableWebhookException(Cause code, String message) {
        // Without a stack trace: a body of 1 MiB may have half a million items that are no alerts, and to read it
        // would take seconds, in which nobody else's webhook is taken.
        super(message, null, false, false);
        this.code = code;
    }

    /** Why the body cannot be read. */
    public Cause code() {
        return code;
    }
}
