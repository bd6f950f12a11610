package io.alertrelay.intake;

import java.util.concurrent.CompletionStage;

/** Stores a webhook and returns the reply to its sender. Does not block. */
@FunctionalInterface
public interface Intake {
    /** Completes when the webhook is stored or can't be; never exceptionally. */
    CompletionStage<IntakeReply> submit(Submission submission);
}
