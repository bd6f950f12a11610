package io.alertrelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuestionLimitTest {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final QuestionLimit one = new QuestionLimit(1, "plan of a replay");

    @Test
    void aSecondQuestionMeanwhileIsAnsweredAtOnceWithWhatToDo() {
        Api.Question inner = one.of((body, operator) -> ApiAnswer.ok(NOTHING));
        Api.Question outer = one.of((body, operator) -> inner.answer(body, operator));

        ApiAnswer answer = outer.answer(NOTHING, Optional.empty());

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.body().toString()).contains("at most 1 plan of a replay at a time", "ask again");
        assertThat(inner.answer(NOTHING, Optional.empty()).status()).isEqualTo(200);
    }

    @Test
    void aQuestionThatFailsFreesItsPlace() {
        Api.Question failing = one.of((body, operator) -> {
            throw new IllegalStateException("a bug");
        });
        assertThatThrownBy(() -> failing.answer(NOTHING, Optional.empty())).isInstanceOf(IllegalStateException.class);

        assertThat(one.of((body, operator) -> ApiAnswer.ok(NOTHING))
                        .answer(NOTHING, Optional.empty())
                        .status())
                .isEqualTo(200);
    }
}
