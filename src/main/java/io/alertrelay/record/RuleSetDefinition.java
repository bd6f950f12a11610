package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * The routes of a shared integration as written, not yet checked.
 *
 * @param cases in the order of evaluation; may be empty
 * @param byDefault Flashduty's {@code default}. Empty is a mistake, but one that compiling reports
 */
public record RuleSetDefinition(
        List<CaseDefinition> cases, @JsonProperty("default") Optional<DefaultDefinition> byDefault) {
    public RuleSetDefinition {
        cases = List.copyOf(cases);
    }
}
