package io.alertrelay.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.audit.AuditReport;
import io.alertrelay.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert that Flashduty can't digest fires and recovers again and again, and is not too old to be given up. */
class CrowdedChannelIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String CHANNEL = "a";
    private static final String KEY = Rig.to(CHANNEL);
    /** Each of about 95 KiB, in all more than half of the 32 MiB that a channel holds. */
    private static final int BODIES = 20;

    private static final int IN_A_BODY = 10;
    private static final String LABELS = IntStream.range(0, 45)
            .mapToObj(i -> "\"l%02d\":\"%s\"".formatted(i, "x".repeat(2_000)))
            .collect(Collectors.joining(","));

    @TempDir
    private Path folder;

    private Rig rig;
    private Posts posts;

    @BeforeEach
    void start() throws Exception {
        rig = Rig.of(folder, List.of(CHANNEL), "timeout: 5s");
        posts = new Posts(rig::relay);
        rig.start();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void itsOldestEventsAreGivenUpBeforeItHasTheRoomOfOthersAndEachHasOneEnd() throws Exception {
        rig.flashduty()
                .faultWhen(
                        Rig.pushKey(CHANNEL),
                        request -> request.bodyText().contains("poison"),
                        new Fault.Status(500, "InternalError", "indigestible"));
        for (int body = 0; body < BODIES; body++) {
            postPoison(body * IN_A_BODY);
        }
        AtomicInteger others = new AtomicInteger();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            int other = posts.firing(KEY, "other" + others.getAndIncrement(), "info");
            await().atMost(PATIENCE)
                    .until(() -> rig.arrivals(CHANNEL).takenNumbers().contains(other));
            return !rig.topics().read(rig.names().deadLetters()).isEmpty();
        });
        rig.flashduty().heal(Rig.pushKey(CHANNEL));
        AuditReport audit = rig.settled();

        assertThat(audit.clean()).as(audit.toString()).isTrue();
        assertThat(audit.deliveries().deadLettered()).containsOnlyKeys("no-room");
        long givenUp = audit.deliveries().deadLettered().get("no-room");
        assertThat(givenUp).isBetween(1L, BODIES * IN_A_BODY / 2L);
        assertThat(audit.deliveries().delivered()).isEqualTo(BODIES * IN_A_BODY + others.get() - givenUp);
    }

    /** Of one alert: firing and resolved by turns, each with another start. */
    private void postPoison(int first) {
        String alerts = IntStream.range(first, first + IN_A_BODY)
                .mapToObj(i -> """
                        {"status":"%s","labels":{"alertname":"poison","severity":"critical",%s},"annotations":{},\
                        "startsAt":"2026-11-22T02:%02d:%02dZ","fingerprint":"poison"}""".formatted(i % 2 == 0 ? "firing" : "resolved", LABELS, i / 2 / 60, i / 2 % 60))
                .collect(Collectors.joining(","));
        String body = """
                {"status":"firing","receiver":"relay","groupLabels":{"alertname":"x"},"alerts":[%s]}""".formatted(alerts);
        rig.relay().postUntilTaken(KEY, body);
    }
}
