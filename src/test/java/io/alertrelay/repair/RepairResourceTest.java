package io.alertrelay.repair;

import static io.alertrelay.testing.TestConfig.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.Repairable;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several people resolve at once. */
@Timeout(60)
class RepairResourceTest {
    private static final Set<String> FIELDS = Set.of("ids", "execute");

    @TempDir
    private Path folder;

    private final LedgerAccess access = new LedgerAccess();
    private final RepairResource<One> resource = new RepairResource<>(access, All::new, Set.of(), Clock.systemUTC());
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stored = new CountDownLatch(1);

    @Test
    void aResolutionWaitsForThatOfSomebodyElseAndIsRefusedOnlyIfThatTakesLong() throws Exception {
        KafkaClients clients = SharedBroker.clients();
        try (Admin admin = clients.admin()) {
            String kafka = SharedBroker.asConfigured(SharedBroker.newPrefix());
            access.open(Ledger.ofRunning(
                    load(TestConfig.yaml(kafka, 0, 0, 1, ""), folder),
                    clients,
                    new GroupOffsets(admin),
                    WaitingDeliveries.UNKNOWN));
            FutureTask<ApiAnswer> first = new FutureTask<>(() -> resolve("a", (ledger, chosen, by) -> {
                begun.countDown();
                stored.await();
                return ok();
            }));
            new Thread(first).start();
            begun.await();
            ApiAnswer vague = resource.resolve(
                    body("b").put("execute", "yes"), FIELDS, Optional.of("zhang"), (ledger, chosen, by) -> ok());
            assertThat(vague.status()).isEqualTo(400);
            assertThat(vague.body().at("/error/message").asText())
                    .isEqualTo("execute: found \"yes\", expected true or false");

            ApiAnswer late = resolve("b", (ledger, chosen, by) -> ok());
            assertThat(late.status()).isEqualTo(429);
            assertThat(late.body().at("/error/code").asText()).isEqualTo("DecisionUnderWay");

            FutureTask<ApiAnswer> second = new FutureTask<>(() -> resolve("b", (ledger, chosen, by) -> ok()));
            Thread waiting = new Thread(second);
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING || second.isDone());
            stored.countDown();

            assertThat(second.get(1, TimeUnit.MINUTES).status()).isEqualTo(200);
            assertThat(first.get(1, TimeUnit.MINUTES).status()).isEqualTo(200);
        }
    }

    private ApiAnswer resolve(String id, RepairResource.Resolving<One> resolving) {
        return resource.resolve(body(id).put("execute", true), FIELDS, Optional.of("zhang"), resolving);
    }

    private static ObjectNode body(String id) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("ids").add(id);
        return body;
    }

    private static ApiAnswer ok() {
        return ApiAnswer.ok(JsonNodeFactory.instance.objectNode());
    }

    /** Whatever is asked for is there, and unresolved. */
    private static final class All extends Repairs<One> {
        All(Ledger ledger) {
            super(ledger, "nowhere", List.of());
        }

        @Override
        Optional<One> read(StoredRecord record) {
            return Optional.empty();
        }

        @Override
        Optional<ObjectNode> show(One one) {
            return Optional.empty();
        }

        @Override
        public List<One> named(Set<String> names) {
            return names.stream().map(One::new).toList();
        }
    }

    private record One(String name) implements Repairable<One> {
        @Override
        public String key() {
            return name;
        }

        @Override
        public Instant at() {
            return Instant.EPOCH;
        }

        @Override
        public Map<String, String> traits() {
            return Map.of();
        }

        @Override
        public List<String> causes() {
            return List.of();
        }

        @Override
        public Optional<Resolution> resolution() {
            return Optional.empty();
        }

        @Override
        public One with(Optional<Resolution> resolution) {
            return this;
        }

        @Override
        public ObjectNode summary() {
            return JsonNodeFactory.instance.objectNode().put("id", name);
        }
    }
}
