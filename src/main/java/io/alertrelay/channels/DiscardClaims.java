package io.alertrelay.channels;

import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.DiscardClaim;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of several relays discards what waits in a channel: the one whose claim is first in the topic that all share,
 * and neither ended nor too old. One that is killed leaves its claim until that is too old.
 */
record DiscardClaims(KafkaClients clients, String topic, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(DiscardClaims.class);
    /** Longer than relays' clocks differ, and several times {@link #RENEWED}. */
    static final Duration STANDS = Duration.ofMinutes(5);

    private static final Duration RENEWED = Duration.ofMinutes(1);

    /**
     * Claims a channel.
     *
     * @throws ClaimedException if somebody else discards it
     * @throws ExecutionException if Kafka does not take it
     */
    Held claim(String channel, String by) throws ExecutionException, InterruptedException, ClaimedException {
        DiscardClaim claim = new DiscardClaim(channel, UUID.randomUUID().toString(), by, clock.instant());
        TopicWriter writer = new TopicWriter(clients);
        Held held = new Held(writer, claim);
        try {
            Optional<DiscardClaim> first =
                    before(writer.write(topic, claim.draft()).offset(), claim);
            if (first.isPresent()) {
                throw new ClaimedException(first.get());
            }
            return held;
        } catch (ExecutionException | InterruptedException | ClaimedException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private Optional<DiscardClaim> before(long offset, DiscardClaim own) {
        Instant since = own.at().minus(STANDS);
        Map<String, DiscardClaim> standing = new LinkedHashMap<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.read(topic, reader.starts(topic), Map.of(0, offset), record -> {
                if (DiscardClaim.isAbout(record)) {
                    DiscardClaim.of(record)
                            .ifPresentOrElse(
                                    claim -> standing.put(record.key(), claim), () -> standing.remove(record.key()));
                }
                return true;
            });
        }
        return standing.values().stream()
                .filter(claim ->
                        claim.channel().equals(own.channel()) && claim.at().isAfter(since))
                .findFirst();
    }

    /** A claim that counts. For one thread. */
    final class Held implements AutoCloseable {
        private final TopicWriter writer;
        private DiscardClaim claim;

        private Held(TopicWriter writer, DiscardClaim claim) {
            this.writer = writer;
            this.claim = claim;
        }

        /** Writes it again if that is due; to be called often. */
        void renew() throws ExecutionException, InterruptedException {
            Instant now = clock.instant();
            if (!now.isBefore(claim.at().plus(RENEWED))) {
                claim = claim.renewed(now);
                writer.write(topic, claim.draft());
            }
        }

        @Override
        public void close() {
            try {
                writer.remove(topic, claim.key());
            } catch (ExecutionException | KafkaException e) {
                LOG.debug("the claim to discard stands until it is too old", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            writer.close();
        }
    }

    /** Somebody else discards what waits in that channel. */
    static final class ClaimedException extends Exception {
        ClaimedException(DiscardClaim first) {
            super("what waits in channel \"" + first.channel() + "\" is being discarded already by another relay, as "
                    + first.by() + " said: nothing is left to do; if that relay was killed, ask again in "
                    + STANDS.toMinutes() + " minutes");
        }
    }
}
