package io.alertrelay.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.intake.KeyUses;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.record.RelayVersion;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RelayVersionsTest {
    private static final int KEYS = 20_000;

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());

    @Test
    void aStatementOfVeryManyKeysIsNotWrittenAgainAtEachUseButAtEachOtherChange() throws Exception {
        SharedBroker.create(names.relays(), 1);
        AtomicReference<RelayVersion> own = new AtomicReference<>(version("v1", KEYS, 0));
        try (RelayVersions versions = new RelayVersions(
                SharedBroker.clients(),
                names,
                own::get,
                Optional.empty(),
                new KeyUses(Clock.systemUTC(), Clock.systemUTC()),
                Clock.systemUTC(),
                Clock.systemUTC())) {
            for (int use = 0; use < 5; use++) {
                own.set(version("v1", KEYS, use));
                versions.refresh(Set.of());
            }
            assertThat(topics.read(names.relays())).hasSize(1);

            own.set(version("v2", KEYS, 5));
            versions.refresh(Set.of());
            assertThat(topics.read(names.relays())).hasSize(2);
            assertThat(versions.of("relay-a")).contains(own.get());
        }
    }

    private static RelayVersion version(String config, int keys, int use) {
        Map<String, Instant> uses = IntStream.range(0, keys)
                .boxed()
                .collect(Collectors.toMap(key -> "k" + key, key -> Instant.EPOCH.plusSeconds(key == 0 ? use : 0)));
        return new RelayVersion(
                "relay-a", "host", 8080, config, "2026-05-01T10:00:00Z", Map.of(), Map.of(), Map.of(), uses, "");
    }
}
