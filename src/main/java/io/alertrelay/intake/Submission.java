package io.alertrelay.intake;

import io.alertrelay.alert.TraceParent;
import io.alertrelay.arms.Sender;
import java.time.Instant;
import java.util.Optional;

/**
 * A webhook accepted by the public port: its integration is known and its size is allowed; its content is not checked.
 *
 * @param integration the name of the integration whose key it was posted with
 * @param contentType as the sender stated it, empty if it did not; says nothing reliable about the body
 * @param body as received, decompressed if it was sent compressed, otherwise byte for byte
 * @param nonce the part of its receipt that can't be guessed
 * @param trace that it belongs to, if the sender stated one
 * @param undecodable why its {@code Content-Encoding} could not be decoded, so that the body is as it was sent; empty
 *     if it is decoded
 */
public record Submission(
        String integration,
        Sender sender,
        String contentType,
        byte[] body,
        Instant receivedAt,
        String nonce,
        Optional<TraceParent> trace,
        Optional<String> undecodable) {
    /** The same webhook as part of that trace. */
    public Submission tracedBy(TraceParent other) {
        return new Submission(
                integration, sender, contentType, body, receivedAt, nonce, Optional.of(other), undecodable);
    }
}
