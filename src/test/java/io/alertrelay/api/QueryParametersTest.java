package io.alertrelay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {
    private static final String TIME = "2026-11-22T02:00:00Z";

    @Test
    void aPeriodThatEndsBeforeItBeginsIsRefusedWithBothOfItsEnds() throws Exception {
        QueryParameters reversed = given(Map.of("from", List.of(TIME), "to", List.of("2026-11-21T02:00:00Z")));

        assertThatThrownBy(reversed::scope)
                .isInstanceOf(InvalidQueryException.class)
                .hasMessage("found \"" + TIME + "\", expected a time before to, which is \"2026-11-21T02:00:00Z\"");
        assertThatThrownBy(given(Map.of("from", List.of(TIME), "to", List.of(TIME)))::scope)
                .isInstanceOf(InvalidQueryException.class);
        assertThat(given(Map.of("from", List.of(TIME))).scope().from()).contains(Instant.parse(TIME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1000000000-01-01T00:00:00Z",
                "+999999999-12-31T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "yesterday"
            })
    void aTimeThatNoRecordCanHaveIsRefused(String time) throws Exception {
        assertThatThrownBy(given(Map.of("to", List.of(time)))::scope)
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageStartingWith("found \"" + time + "\", expected a time such as 2026-11-22T02:00:00Z");
    }

    private static QueryParameters given(Map<String, List<String>> parameters) throws InvalidQueryException {
        return new QueryParameters(parameters, List.of("from", "to"));
    }
}
