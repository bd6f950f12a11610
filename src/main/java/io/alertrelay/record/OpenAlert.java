package io.alertrelay.record;

import io.alertrelay.alert.Severity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A firing alert: where its recovery must go.
 *
 * @param channels to which any of its firings went since it opened, in the order of the first time
 * @param severity of the latest firing
 * @param rules version of the rule set that routed that firing
 * @param why the reason for that decision, for people
 * @param openedAt when the webhook that opened it was received
 * @param seenAt when the latest firing that was recorded was received
 */
public record OpenAlert(
        List<String> channels, Severity severity, String rules, String why, Instant openedAt, Instant seenAt) {
    private static final int VERSION = 1;

    public OpenAlert {
        channels = List.copyOf(channels);
    }

    /** The same alert, no longer open for the channel; empty if it is open for no other one. */
    public Optional<OpenAlert> notFor(String channel) {
        List<String> others =
                channels.stream().filter(one -> !one.equals(channel)).toList();
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenAlert(others, severity, rules, why, openedAt, seenAt));
    }

    /** The same alert, open for these channels too. */
    public OpenAlert alsoFor(List<String> more) {
        Set<String> all = new LinkedHashSet<>(channels);
        all.addAll(more);
        return new OpenAlert(List.copyOf(all), severity, rules, why, openedAt, seenAt);
    }

    /** As the value of a record. */
    byte[] bytes() {
        return RecordJson.bytes(new Value(VERSION, channels, severity, rules, why, openedAt, seenAt));
    }

    /** Reads the value of a record; empty for a tombstone. */
    public static Optional<OpenAlert> of(StoredRecord record) throws UnreadableRecordException {
        return record.isTombstone()
                ? Optional.empty()
                : Optional.of(RecordJson.read(record.value(), Value.class)
                        .flatMap(Value::alert)
                        .orElseThrow(() ->
                                new UnreadableRecordException("the value is no open alert of version " + VERSION)));
    }

    private record Value(
            int v,
            List<String> channels,
            Severity severity,
            String rules,
            String why,
            Instant openedAt,
            Instant seenAt) {
        Optional<OpenAlert> alert() {
            return v == VERSION
                            && Stream.of(channels, severity, rules, why, openedAt, seenAt)
                                    .noneMatch(Objects::isNull)
                    ? Optional.of(new OpenAlert(channels, severity, rules, why, openedAt, seenAt))
                    : Optional.empty();
        }
    }
}
