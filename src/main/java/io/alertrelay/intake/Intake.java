package io.alertrelay.intake;

import java.util.concurrent.CompletionStage;

/** Stores a webhook and says what the sender is to be told. No thread waits for it. */
@FunctionalInterface
public interface Intake {
    /** Completes when the webhook is stored, or can't be; never exceptionally. */
    CompletionStage<IntakeReply> submit(Submission submission);
}
