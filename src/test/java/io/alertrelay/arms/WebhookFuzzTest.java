package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.alertrelay.alert.Alert;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever comes in, the answer is alerts that can be written, or the one exception that says why not. */
class WebhookFuzzTest {

    private static final String[] PIECES = {
        "null",
        "[]",
        "{}",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\\ud800",
        "\\u0000",
        "\0",
        "1e999999999",
        "-",
        "\uFEFF",
        "true",
        "\"status\":\"firing\",",
        "\"labels\":{},",
        "名",
        "$alertmanager_content",
        "\ud83d\ude00",
        "\\"
    };

    private final ArmsBodyWriter writer = new ArmsBodyWriter();

    @RepeatedTest(500)
    void aDamagedBodyIsReadOrRefusedAndNothingElse(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        byte[] body = damaged(new Random(seed));

        assertThatCode(() -> readAndWrite(body)).as("seed %d", seed).doesNotThrowAnyException();
    }

    private void readAndWrite(byte[] body) {
        try {
            Webhook webhook = ContractBodies.read(body);
            for (Alert alert : webhook.alerts()) {
                assertThat(alert.key().length()).isLessThanOrEqualTo(255);
                assertThat(ContractBodies.read(writer.write(alert, webhook.common()))
                                .alerts())
                        .containsExactly(alert);
            }
        } catch (UnreadableWebhookException e) {
            assertThat(e.code()).isNotNull();
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    private static byte[] damaged(Random random) {
        String fixture = random.nextBoolean() ? "arms-mixed.json" : "alertmanager-v4.json";
        StringBuilder text = new StringBuilder(new String(ContractBodies.resource(fixture), StandardCharsets.UTF_8));
        for (int damage = random.nextInt(4); damage >= 0; damage--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(30));
            text.replace(from, random.nextBoolean() ? from : to, PIECES[random.nextInt(PIECES.length)]);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
