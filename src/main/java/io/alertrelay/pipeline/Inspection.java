package io.alertrelay.pipeline;

/** What the intake makes of a body, before it is stored. */
public sealed interface Inspection {
    /** It can be read: store it for routing. */
    record Readable(int alerts) implements Inspection {}

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
