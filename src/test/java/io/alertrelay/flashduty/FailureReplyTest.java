package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody else wrote can be logged and stored. */
class FailureReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            value = {
                "POST https://h/push?integration_key=SECRET&x=1 failed > POST https://h/push?*** failed",
                "POST https://h/push?SECRET failed                     > POST https://h/push?*** failed",
                "h/push?token=SECRET failed                            > h/push?*** failed",
                "integration_key=SECRET, is wrong                      > integration_key=***, is wrong",
                "INTEGRATION_KEY%3dSECRET                              > INTEGRATION_KEY=***",
                "{\"integration_key\":\"SECRET\"}                      > {\"integration_key=***\"}",
                "integration_key: SECRET                               > integration_key=***",
                "integration key SECRETSECRETSECRET1 is not valid      > integration key *** is not valid",
                "is the title wrong? yes                               > is the title wrong? yes",
            })
    void secretsAreMasked(String message, String expected) {
        assertThat(FailureReply.none(message).message()).isEqualTo(expected);
    }

    @Test
    void everythingIsOneBoundedLineWithoutControlCharacters() {
        FailureReply reply = new FailureReply(
                OptionalInt.of(400),
                Optional.of("r\n" + "x".repeat(1000)),
                Optional.of("c\u001b" + "x".repeat(1000)),
                "m\r\n\0" + "x".repeat(1_000_000));

        assertThat(reply.message()).hasSize(500).startsWith("m  x").endsWith("…");
        assertThat(reply.requestId().orElseThrow()).hasSize(128).startsWith("r x");
        assertThat(reply.code().orElseThrow()).hasSize(64).startsWith("c x");
    }

    @Test
    void aSecretAtTheEdgeOfTheMessageIsNotCutIntoView() {
        for (int before = 400; before < 500; before++) {
            String message = "x ".repeat(before / 2) + "integration_key=SECRET0123456789";

            assertThat(FailureReply.none(message).message()).doesNotContain("SECRET");
        }
    }

    @Test
    void whatIsBlankIsAbsent() {
        FailureReply reply = new FailureReply(OptionalInt.empty(), Optional.of(" \n"), Optional.of(""), "m");

        assertThat(reply.requestId()).isEmpty();
        assertThat(reply.code()).isEmpty();
    }
}
