package io.alertrelay.pipeline;

import io.alertrelay.arms.Sender;
import java.util.Optional;

/** The result of inspecting a body before it is stored. */
public sealed interface Inspection {
    /**
     * It can be read: store it for routing.
     *
     * @param alerts in it, at least one of which is understood
     * @param setAside those of them that can't be understood
     * @param cause why the first of them can't be; repeats nothing of the body
     * @param truncated alerts that the sender states it left out
     * @param otherMaker who seems to have made it, if that is somebody else than its path is for
     */
    record Readable(int alerts, int setAside, Optional<String> cause, int truncated, Optional<Sender> otherMaker)
            implements Inspection {}

    /** The Test button of the ARMS console: everything is in order, and there is nothing to store. */
    record ConsoleTest() implements Inspection {}

    /**
     * It can't be read: quarantine it.
     *
     * @param code of the error, for the sender
     * @param message what is wrong, where, and what to change; repeats nothing of the body
     */
    record Unreadable(String code, String message) implements Inspection {}
}
