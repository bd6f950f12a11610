package io.alertrelay.testalert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.arms.Sender;
import io.alertrelay.intake.Intake;
import io.alertrelay.intake.IntakeReply;
import io.alertrelay.intake.Nonces;
import io.alertrelay.intake.Submission;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands the relay's own webhooks to the intake, as if they had been posted. */
public final class InternalPost {
    private static final long ACK_SECONDS = 10;

    private final Intake intake;
    private final Nonces nonces;
    private final Clock clock;

    public InternalPost(Intake intake, Nonces nonces, Clock clock) {
        this.intake = intake;
        this.nonces = nonces;
        this.clock = clock;
    }

    /**
     * Stores a webhook, and returns when that is done.
     *
     * @return its request id
     * @throws NotTakenException if it is not stored now
     */
    public String send(String integration, byte[] body) throws NotTakenException, InterruptedException {
        Submission submission = new Submission(
                integration,
                Sender.ARMS,
                "application/json",
                body,
                clock.instant(),
                nonces.next(),
                Optional.empty(),
                Optional.empty());
        try {
            IntakeReply reply = intake.submit(submission).toCompletableFuture().get(ACK_SECONDS, TimeUnit.SECONDS);
            JsonNode answer = new ObjectMapper().readTree(reply.body());
            if (reply.status() != 200) {
                throw new NotTakenException(answer.at("/error/message").asText());
            }
            return answer.path("request_id").asText();
        } catch (ExecutionException | TimeoutException | IOException e) {
            throw new NotTakenException("the relay did not take its own alert: " + e);
        }
    }

    /** The relay does not accept webhooks now; the message says why. */
    public static final class NotTakenException extends Exception {
        NotTakenException(String message) {
            super(message);
        }
    }
}
