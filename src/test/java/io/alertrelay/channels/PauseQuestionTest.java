package io.alertrelay.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pause is asked for with. */
class PauseQuestionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"duration\":\"2h\"}",
                "{\"for\":7200}",
                "{\"for\":null}",
                "{\"for\":{\"hours\":2}}",
                "{\"for\":\"soon\"}",
                "{\"for\":\"366d\"}",
                "{\"reason\":1}"
            })
    void whatIsNotUnderstoodIsRefusedNotTakenForAPauseWithoutAnEnd(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void itLastsAsLongAsItSaysOrUntilItIsResumed() throws Exception {
        assertThat(read("{\"for\":\"2h\",\"reason\":\" 发布 \"}"))
                .isEqualTo(new PauseQuestion(Optional.of(Duration.ofHours(2)), "发布"));
        assertThat(read("{}")).isEqualTo(new PauseQuestion(Optional.empty(), ""));
        assertThat(read("{\"for\":\"\",\"reason\":\"\"}")).isEqualTo(new PauseQuestion(Optional.empty(), ""));
    }

    private static PauseQuestion read(String body) throws Exception {
        return PauseQuestion.of((ObjectNode) new ObjectMapper().readTree(body));
    }
}
