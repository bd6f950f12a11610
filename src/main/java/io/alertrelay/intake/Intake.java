package io.alertrelay.intake;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Stores a webhook and returns the reply to its sender. Does not block. */
@FunctionalInterface
public interface Intake {
    /** Completes when the webhook is stored or can't be; never exceptionally. */
    CompletionStage<IntakeReply> submit(Submission submission);

    /**
     * Does the part of {@link #submit} that takes long for a large body, and stores nothing yet. May be called on any
     * thread, and blocks it meanwhile.
     *
     * @return what stores it, as {@link #submit} does
     */
    default Supplier<CompletionStage<IntakeReply>> inspect(Submission submission) {
        return () -> submit(submission);
    }
}
