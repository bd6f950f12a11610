package io.alertrelay.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * One case and its result.
 *
 * @param number its place among the cases, the first is 1
 * @param when its conditions in one short line, empty if it has none
 */
public record CaseExplanation(
        @JsonProperty("case") int number,
        @JsonProperty("if") String when,
        @JsonUnwrapped CaseOutcome outcome) {}
