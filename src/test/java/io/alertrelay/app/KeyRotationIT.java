package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.sandbox.AlertHistory;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An integration that goes over from one key to another while alerts are open. */
class KeyRotationIT extends ReloadRig {
    private static final String NEW_KEY = "the-key-of-next-year";

    @Test
    void bothKeysAreGoodForTheSameAlertsUntilTheOldOneExpires() throws Exception {
        assertThat(post(DEDICATED_KEY, Bodies.firing("a", "critical", "payments")))
                .isTrue();
        await().atMost(SOON).until(() -> titles("payments").contains("a"));

        write(yaml.replace("key: " + DEDICATED_KEY, "keys: [" + NEW_KEY + ", " + DEDICATED_KEY + "]"));
        applied(reload());
        assertThat(post(NEW_KEY, Bodies.resolved("a", "critical", "payments"))).isTrue();

        await().atMost(SOON)
                .until(() -> flashduty.alerts(pushKey("payments")).values().stream()
                        .map(AlertHistory::states)
                        .toList()
                        .equals(List.of(List.of("Critical", "Ok"))));
        // Health is gathered once a second.
        await().atMost(SOON).until(() -> keys().findValuesAsText("last_used_at").size() == 2);
        assertThat(keys().findValuesAsText("hash")).containsExactly("c833a74f", "b33acf82");
        assertThat(keys().toString()).doesNotContain(NEW_KEY, DEDICATED_KEY);
        await().atMost(SOON)
                .until(() -> new Topics(SharedBroker.bootstrapServers())
                        .read(names.relays()).stream()
                                .anyMatch(stored -> new String(stored.value(), StandardCharsets.UTF_8)
                                        .matches(".*keys_used.*b33acf82.*c833a74f.*")));
        String rotating = Files.readString(folder.resolve("relay.yaml"));
        app.close();
        startWith(rotating);
        await().atMost(SOON).until(() -> keys().findValuesAsText("last_used_at").size() == 2);

        write(yaml.replace(
                "key: " + DEDICATED_KEY,
                "keys: [" + NEW_KEY + ", { key: " + DEDICATED_KEY + ", not_after: 2026-01-01T00:00:00+08:00 }]"));
        applied(reload());
        HttpResponse<String> refused = relay.postPatiently(DEDICATED_KEY, Bodies.firing("b", "critical", "payments"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("b33acf82", "of arms-dedicated has expired");
        assertThat(post(NEW_KEY, Bodies.firing("b", "critical", "payments"))).isTrue();
    }

    private JsonNode keys() {
        return relay.health().at("/integrations/1/keys");
    }
}
