package io.alertrelay.status;

import io.alertrelay.channels.AccountShare;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.record.RelayVersion;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.text.BuildVersion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What each relay states that it runs, in a topic of its own; a relay that does not find its own state there writes it.
 * Which relays exist is known from the routing group, not from this topic. For one thread.
 */
public final class RelayVersions implements AutoCloseable {
    /** The time after which the record of a relay that is gone is removed. */
    private static final Duration KEPT = Duration.ofDays(1);

    private static final long KEYS_SECONDS = 600;

    /**
     * A statement has all keys, and with many of them one is used again every few seconds. So it stands for this long
     * for each key, before another one is written because of keys alone: some 100 MB a day, however many there are.
     */
    private static final Duration STANDS_A_KEY = Duration.ofMillis(60);

    private final KafkaClients clients;
    private final TopicReader reader;
    private final String topic;
    private final Supplier<RelayVersion> own;
    private final Clock clock;
    private final Clock steady;
    private final Optional<AccountShare> share;
    private final KeyUses keyUses;
    private final Map<String, Stated> stated = new ConcurrentHashMap<>();
    private long next;
    private Instant writtenAt = Instant.MIN;

    /**
     * @param own what this relay runs now
     * @param share reads the topic as well; empty where there can be no other relay
     * @param keyUses learns when other relays saw the keys used
     * @param steady a monotonic clock
     */
    public RelayVersions(
            KafkaClients clients,
            TopicNames names,
            Supplier<RelayVersion> own,
            Optional<AccountShare> share,
            KeyUses keyUses,
            Clock clock,
            Clock steady) {
        this.clients = clients;
        this.reader = new TopicReader(clients);
        this.topic = names.relays();
        this.own = own;
        this.share = share;
        this.keyUses = keyUses;
        this.clock = clock;
        this.steady = steady;
    }

    /** What the relay at that address runs, by its running configuration. */
    public static RelayVersion running(
            String relay,
            String host,
            int port,
            ConfigSnapshot running,
            Map<String, String> held,
            Map<String, String> late,
            KeyUses uses) {
        Map<String, Instant> keys = new TreeMap<>();
        running.config().integrations().stream()
                .flatMap(integration -> running.keys().of(integration.name()).stream())
                .forEach(key -> uses.last(key)
                        .ifPresent(at -> keys.put(
                                key.shortHash(),
                                Instant.ofEpochSecond(at.getEpochSecond() / KEYS_SECONDS * KEYS_SECONDS))));
        return new RelayVersion(
                relay,
                host,
                port,
                running.version(),
                running.since().toString(),
                running.config().integrations().stream()
                        .collect(Collectors.toMap(
                                IntegrationSettings::name, i -> i.rules().version())),
                held,
                late,
                keys,
                BuildVersion.text());
    }

    /** What this relay runs now. */
    RelayVersion own() {
        return own.get();
    }

    /**
     * Writes what this relay runs, if that changed, and reads the records of the others.
     *
     * @param atWork the current relays
     * @throws ExecutionException if Kafka does not accept it
     */
    void refresh(Collection<String> atWork) throws ExecutionException, InterruptedException {
        catchUp();
        RelayVersion now = own.get();
        if (of(now.relay()).filter(stated -> stands(stated, now)).isEmpty()) {
            try (TopicWriter writer = new TopicWriter(clients)) {
                writer.write(topic, now.draft());
                writtenAt = steady.instant();
                forgetOthers(writer, now.relay(), atWork);
            }
            catchUp();
        }
    }

    private boolean stands(RelayVersion last, RelayVersion now) {
        return last.equals(now)
                || last.equals(now.withKeys(last.keys()))
                        && steady.instant()
                                .isBefore(writtenAt.plus(
                                        STANDS_A_KEY.multipliedBy(now.keys().size())));
    }

    /** The last statement of that relay. */
    Optional<RelayVersion> of(String relay) {
        return Optional.ofNullable(stated.get(relay)).map(Stated::version);
    }

    /** Reads what was written since the last time. */
    void catchUp() {
        long end = reader.ends(topic).getOrDefault(0, 0L);
        if (end < next) {
            // It is another topic of that name.
            next = 0;
            stated.clear();
            share.ifPresent(AccountShare::forget);
        }
        SkippedRecords unread = new SkippedRecords(topic);
        reader.read(topic, Map.of(0, next), Map.of(0, end), unread.passingOver(this::read));
        unread.log();
        next = end;
    }

    private boolean read(StoredRecord record) {
        share.ifPresent(s -> s.read(record));
        RelayVersion.of(record)
                .ifPresentOrElse(
                        version -> {
                            stated.put(record.key(), new Stated(version, record.storedAt()));
                            version.keys().forEach(keyUses::usedElsewhere);
                        },
                        () -> stated.remove(record.key()));
        return true;
    }

    /** If one is removed that still exists, it does not find its record and writes it again. */
    private void forgetOthers(TopicWriter writer, String self, Collection<String> atWork)
            throws ExecutionException, InterruptedException {
        Instant before = clock.instant().minus(KEPT);
        List<String> old = stated.entrySet().stream()
                .filter(entry -> entry.getValue().at().isBefore(before))
                .map(Map.Entry::getKey)
                .filter(relay -> !relay.equals(self) && !atWork.contains(relay))
                .toList();
        for (String relay : old) {
            writer.remove(topic, relay);
        }
    }

    @Override
    public void close() {
        reader.close();
    }

    /** @param at when it was stated */
    private record Stated(RelayVersion version, Instant at) {}
}
