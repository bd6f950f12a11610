package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert that Flashduty can't digest delays no other, and is given up in the end; what follows of it comes then. */
class AlertIsolationIT {
    private static final String CHANNEL = "a";
    private static final String KEY = Rig.to(CHANNEL);
    private static final String POISON = "poison";

    @TempDir
    private Path folder;

    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of(CHANNEL), "timeout: 5s, max_attempts: 3");
        posts = new Posts(rig::relay);
        rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void thePoisonIsGivenUpWhileOthersPassAndItsFollowersComeInOrder() throws Exception {
        posts.firing(KEY, "before", "info");
        await().until(() -> rig.arrivals(CHANNEL).taken().size() == 1);
        int poison = posts.firing(KEY, POISON, "critical");
        rig.flashduty()
                .faultWhen(
                        Rig.pushKey(CHANNEL),
                        request -> Arrivals.number(request) == poison,
                        new Fault.Status(500, "InternalError", "indigestible"));
        posts.resolved(KEY, POISON);
        posts.firing(KEY, POISON, "warning");
        AtomicInteger others = new AtomicInteger();

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    int other = posts.firing(KEY, "other" + others.getAndIncrement(), "info");
                    await().until(() -> rig.arrivals(CHANNEL).takenNumbers().contains(other));
                    return rig.topics().read(rig.names().deadLetters()).size() == 1;
                });

        assertThat(others).hasValueGreaterThanOrEqualTo(3);
        assertThat(rig.settled().deliveries().deadLettered()).containsExactly(Map.entry("attempts", 1L));
        JsonNode receipt = DeliveryEndings.read(rig).byDelivery().values().stream()
                .filter(r -> r.path("outcome").asText().equals("dead-lettered"))
                .findFirst()
                .orElseThrow();
        assertThat(receipt.path("cause").asText()).contains("indigestible");
        assertThat(receipt.path("attempts").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(rig.arrivals(CHANNEL).of(POISON))
                .extracting(Arrivals::number)
                .isSorted()
                .endsWith(poison + 1, poison + 2);
    }
}
