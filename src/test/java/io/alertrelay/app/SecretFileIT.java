package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A secret that stands in a file of its own, and is changed there while the relay works. */
class SecretFileIT extends ReloadRig {
    private static final String NEW_KEY = "the-key-of-next-year";

    @Test
    void aChangedFileIsReadAgainAndOneThatIsGoneChangesNothingAndIsNamed() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), DEDICATED_KEY + "\n");
        app.close();
        startWith(yaml.replace("key: " + DEDICATED_KEY, "key: ${file:secret}"));
        app.watch();
        assertThat(post(DEDICATED_KEY, "a", "payments")).isTrue();

        Files.writeString(secret, NEW_KEY + "\n");
        await().atMost(SOON).until(() -> post(NEW_KEY, "b", "payments"));
        assertThat(post(DEDICATED_KEY, "c", "payments")).isFalse();

        Files.delete(secret);
        await().atMost(SOON)
                .until(() -> relay.health().at("/config/error").asText().contains("secret"));
        assertThat(relay.health().at("/config/error").asText())
                .contains("integrations[1].key: found the file secret, which is not there")
                .doesNotContain(NEW_KEY);
        assertThat(post(NEW_KEY, "d", "payments")).isTrue();
        await().atMost(SOON).until(() -> titles("payments").size() == 3);
    }
}
