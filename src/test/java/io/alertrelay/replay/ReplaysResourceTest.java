package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.management.ApiAnswer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplaysResourceTest {
    private final ReplaysResource replays = new ReplaysResource(new LedgerAccess(), Clock.systemUTC());

    @Test
    void nothingIsOrderedForNobodyOrForANameThatIsTooLong() {
        for (Optional<String> nobody : List.of(Optional.<String>empty(), Optional.of("x".repeat(501)))) {
            assertThat(code(replays.answer(body().put("execute", true), nobody)))
                    .isEqualTo("NoOperator");
            assertThat(code(replays.post("r0/pause", body(), nobody))).isEqualTo("NoOperator");
        }
    }

    @Test
    void aNameThatFitsIsTaken() {
        Optional<String> longest = Optional.of("x".repeat(500));

        assertThat(code(replays.answer(body().put("execute", true), longest))).isEqualTo("Starting");
        assertThat(code(replays.post("r0/pause", body(), longest))).isEqualTo("Starting");
        assertThat(code(replays.answer(body(), Optional.empty()))).isEqualTo("Starting");
    }

    private static ObjectNode body() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String code(ApiAnswer answer) {
        return answer.body().at("/error/code").asText();
    }
}
