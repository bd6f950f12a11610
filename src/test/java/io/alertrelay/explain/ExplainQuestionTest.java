package io.alertrelay.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/v1/explain}. */
class ExplainQuestionTest {
    private ExplainQuestion explain;

    @BeforeEach
    void configure() throws Exception {
        RelayConfig config = TestConfig.load(TestConfig.yaml("{}", 18080, 18081, 18082, ""), Path.of(""));
        explain = new ExplainQuestion(() -> config);
    }

    @Test
    void explainsABodyAsJsonOrAsText() throws Exception {
        ObjectNode asJson = new ObjectMapper().createObjectNode().put("integration", "arms-shared");
        ObjectNode asText = asJson.deepCopy().put("body", Bodies.firing("a", "critical", "payments"));
        asJson.set("body", new ObjectMapper().readTree(Bodies.firing("a", "critical", "payments")));

        ApiAnswer answer = explain.answer(asJson, Optional.empty());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(texts(answer.body().at("/alerts/0/channels"))).isEqualTo("payments,platform");
        assertThat(explain.answer(asText, Optional.empty())).isEqualTo(answer);
    }

    @Test
    void ofVeryManyAlertsItExplainsTheFirstAndSaysHowManyMoreThereAre() {
        int alerts = 20_000;
        ObjectNode body = new ObjectMapper()
                .createObjectNode()
                .put("integration", "arms-shared")
                .put(
                        "body",
                        Bodies.body(
                                "firing",
                                Collections.nCopies(alerts, Bodies.alert("firing", "a", "info", "x"))
                                        .toArray(String[]::new)));

        JsonNode answer = explain.answer(body, Optional.empty()).body();

        assertThat(answer.path("alerts").size()).isBetween(100, 2_000);
        assertThat(answer.path("alerts").size() + answer.path("more").asInt()).isEqualTo(alerts);
    }

    @Test
    void explainsWhatTheRulesSee() throws Exception {
        ApiAnswer answer =
                ask("{'integration':'arms-shared','labels':{'team':'payments'},'severity':'info','title':'x'}");

        assertThat(texts(answer.body().at("/alerts/0/channels"))).isEqualTo("payments");
        assertThat(answer.body().at("/alerts/0/cases/1/outcome").asText()).isEqualTo("unmatched");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'integration':'arms-shared'} | expected either body, or labels",
                "{'integration':'arms-shared','labels':{},'body':{}} | expected either body, or labels",
                "{'integration':'nobody','labels':{}} | expected one of arms-shared, arms-dedicated",
                "{'labels':{}} | integration: found none",
                "{'integration':7,'labels':{}} | integration: expected a string",
                "{'integration':'arms-shared','labels':{'a':7}} | labels: found one that is no text",
                "{'integration':'arms-shared','labels':[]} | labels: expected an object",
                "{'integration':'arms-shared','severity':'urgent'} | expected Critical, Warning or Info",
                "{'integration':'arms-shared','lables':{}} | found lables",
                "{'integration':'arms-shared','body':{'alerts':[]}} | alerts",
                "{'integration':'arms-shared','body':null} | body"
            })
    void saysWhatIsWrongWithTheQuestion(String question, String message) throws Exception {
        ApiAnswer answer = ask(question);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/error/message").asText()).containsIgnoringCase(message);
    }

    private ApiAnswer ask(String question) throws Exception {
        return explain.answer((ObjectNode) new ObjectMapper().readTree(question.replace('\'', '"')), Optional.empty());
    }

    private static String texts(JsonNode array) {
        StringBuilder texts = new StringBuilder();
        array.forEach(t -> texts.append(texts.length() == 0 ? "" : ",").append(t.asText()));
        return texts.toString();
    }
}
