package io.alertrelay.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlParametersTest {
    @Test
    void allValuesOfANameAreReadInTheirOrder() {
        assertThat(all("label=team%3D%E6%94%AF%E4%BB%98&text=a+b%2Bc%25&label=x=y;z&&decided&text="))
                .isEqualTo(Map.of(
                        "label", List.of("team=支付", "x=y;z"),
                        "text", List.of("a b+c%", ""),
                        "decided", List.of("")));
        assertThat(all("")).isEmpty();
    }

    private static Map<String, List<String>> all(String query) {
        UrlParameters parameters = new UrlParameters(query);
        assertThat(parameters.refusal()).isEmpty();
        return parameters.all();
    }

    @ParameterizedTest
    @CsvSource({
        "text=CPU>90%,           text: found \"CPU>90%\"",
        "limit=5&text=%zz&x=y,   text: found \"%zz\"",
        "text=100%25%+1,         text: found \"100%25%+1\"",
        "text=50%25+of+5%2,      text: found \"50%25+of+5%2\"",
        "te%78t=a%20%-1b,        text: found \"a%20%-1…\"",
        "%zz=a,                  found \"%zz…\"",
        "%,                      found \"%\"",
    })
    void aPercentSignThatIsNoEscapeIsNamed(String query, String named) {
        assertThat(message(query)).startsWith(named + ", expected two hexadecimal digits after each %");
    }

    @Test
    void whatIsWrongIsShownAlsoInALongText() {
        assertThat(message("text=" + "a".repeat(60_000) + "%zz" + "b".repeat(1_000)))
                .startsWith("text: found \"…" + "a".repeat(100) + "%zz…\", expected");
    }

    private static String message(String query) {
        Optional<ApiAnswer> refusal = new UrlParameters(query).refusal();
        assertThat(refusal).hasValueSatisfying(answer -> {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().at("/error/code").asText()).isEqualTo("InvalidParameter");
        });
        return refusal.orElseThrow().body().at("/error/message").asText();
    }
}
