package io.alertrelay.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("severity", "title", "description", "port", "host", "IN");

    @ParameterizedTest(name = "{0} is nearly {1}")
    @CsvSource({
        "sevrity, severity",
        "severityy, severity",
        "seferity, severity",
        "titel, title",
        "TITLE, title",
        "in, IN",
        "decsriptoin, description",
        "prot, port",
        "hosts, host"
    })
    void findsTheWordThatWasMeant(String found, String meant) {
        assertThat(Suggestion.nearest(found, KNOWN)).contains(meant);
    }

    @ParameterizedTest(name = "{0} is nearly nothing")
    @CsvSource({"team", "''", "x", "annotation", "pst"})
    void isSilentAboutWordsThatResembleNone(String found) {
        assertThat(Suggestion.nearest(found, List.of("severity", "title", "IN", "host")))
                .isEmpty();
    }

    @Test
    void aKnownWordNeedsNone() {
        assertThat(Suggestion.nearest("title", KNOWN)).isEmpty();
    }

    @Test
    void ofSeveralTheNearestThenTheNearestInCaseThenTheFirst() {
        assertThat(Suggestion.nearest("channel", List.of("channeled", "channels")))
                .contains("channels");
        assertThat(Suggestion.nearest("Infra", List.of("INFRA", "infra"))).contains("infra");
        assertThat(Suggestion.nearest("web-3", List.of("web-2", "web-1"))).contains("web-1");
    }

    @Test
    void aVeryLongWordIsNotEvenCompared() {
        assertThat(Suggestion.nearest("a".repeat(100_000), List.of("a".repeat(99_999))))
                .isEmpty();
    }
}
