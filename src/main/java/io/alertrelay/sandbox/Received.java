package io.alertrelay.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request to a push URL, in the order of arrival. It is recorded before it is answered, so the receiver of the
 * answer finds it here.
 *
 * @param sequence 1 for the first one, then one more each
 * @param receivedAt when its body was complete
 * @param integrationKey as given; empty text if the request had none
 * @param path without the query
 * @param body exactly as received
 * @param events what could be read of it; empty if it is no JSON
 * @param handling how it was handled
 * @param status of the answer that was chosen, also when a {@link Fault.Delay} holds it back; empty if no whole answer
 *     was given
 */
public record Received(
        long sequence,
        Instant receivedAt,
        String integrationKey,
        String path,
        byte[] body,
        List<PushedEvent> events,
        Handling handling,
        Optional<Integer> status) {

    public Received {
        body = body.clone();
        events = List.copyOf(events);
    }

    static Received arrived(long sequence, ReceivedPush push) {
        return new Received(
                sequence,
                push.receivedAt(),
                push.integrationKey(),
                push.endpoint().path(),
                push.body(),
                push.reading().events(),
                Handling.ARRIVED,
                Optional.empty());
    }

    Received handled(Handling as, Optional<Integer> answer) {
        return new Received(sequence, receivedAt, integrationKey, path, body, events, as, answer);
    }

    @Override
    public byte[] body() {
        return body.clone();
    }

    /** The body read as UTF-8. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** How many bytes the body has. */
    int size() {
        return body.length;
    }

    /** The {@code alert_key} of the first event, if it could be read. */
    public Optional<String> alertKey() {
        return events.stream().findFirst().flatMap(PushedEvent::alertKey);
    }

    /** The {@code event_status} of the first event, if it could be read. */
    public Optional<String> eventStatus() {
        return events.stream().findFirst().flatMap(PushedEvent::status);
    }

    /** Whether it repeats, byte for byte, one that was accepted earlier. */
    boolean duplicate() {
        return handling == Handling.DUPLICATE;
    }

    /** Whether it was accepted (or known already), and answered 2xx without an error. */
    boolean accepted() {
        return (handling == Handling.TAKEN || handling == Handling.DUPLICATE)
                && status.filter(code -> code / 100 == 2).isPresent();
    }

    /** With the key masked and without the body. */
    @Override
    public String toString() {
        return "Received[%d, %s, key=%s, %s, %d bytes, alert_key=%s, event_status=%s, %s, status=%s]"
                .formatted(
                        sequence,
                        receivedAt,
                        Text.masked(integrationKey),
                        path,
                        body.length,
                        alertKey().orElse("none"),
                        eventStatus().orElse("none"),
                        handling,
                        status.map(String::valueOf).orElse("none"));
    }
}
