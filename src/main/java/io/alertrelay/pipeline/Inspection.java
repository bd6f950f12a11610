package io.alertrelay.pipeline;

import java.util.Optional;

/** What the intake makes of a body, before it is stored. */
public sealed interface Inspection {
    /**
     * It can be read: store it for routing.
     *
     * @param alerts in it, at least one of which is understood
     * @param setAside of these, those that can't be understood
     * @param cause why the first of them can't be; says nothing of the body's content
     * @param truncated alerts that the sender says it left out
     */
    record Readable(int alerts, int setAside, Optional<String> cause, int truncated) implements Inspection {}

    /** The Test button of the ARMS console: everything is in order, and there is nothing to store. */
    record ConsoleTest() implements Inspection {}

    /**
     * It can't be read: quarantine it.
     *
     * @param code of the error, as the sender sees it
     * @param message what is wrong, where, and what to change; says nothing of the body's content
     */
    record Unreadable(String code, String message) implements Inspection {}
}
