package io.alertrelay.record;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A record of the topic of relays: a relay's claim for a part of the account's rate. Its key is {@code rate/} and the
 * relay's name; a tombstone says that the relay is gone.
 *
 * @param part of the account's rate that it wants to use from now on
 * @param wants the part that it could use, by what it has to send
 */
public record RateClaim(double part, double wants) {
    private static final String KEY = "rate/";

    /** The key of a relay's claims. */
    public static String key(String relay) {
        return KEY + relay;
    }

    /** The relay that a record of the topic is a claim of, or a tombstone for; empty if it is about something else. */
    public static Optional<String> relay(StoredRecord record) {
        return Optional.of(record.key()).filter(key -> key.startsWith(KEY)).map(key -> key.substring(KEY.length()));
    }

    /** Reads it; empty for a tombstone, or if it can't be read. */
    public static Optional<RateClaim> of(StoredRecord record) {
        return RecordJson.read(record.value(), Value.class)
                .filter(claim -> claim.ratePart.orElse(-1) >= 0 && claim.ratePart.orElse(-1) <= 1)
                .map(claim ->
                        new RateClaim(claim.ratePart.getAsDouble(), claim.wants.orElse(claim.ratePart.getAsDouble())));
    }

    /** As written to the topic. */
    public NewRecord draft(String relay) {
        return new NewRecord(
                key(relay), RecordJson.bytes(new Value(OptionalDouble.of(part), OptionalDouble.of(wants))));
    }

    private record Value(OptionalDouble ratePart, OptionalDouble wants) {}
}
