package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One case as written.
 *
 * @param conditions Flashduty's {@code if}: all must hold; empty matches every alert
 * @param channels where a {@code standard} case sends; empty in a {@code name_mapping} case
 * @param fallthrough whether later cases are evaluated after this one matched; Flashduty's default is false
 * @param routingMode how the case names its channels
 * @param nameMappingLabel the label of a {@code name_mapping} case, written {@code labels.team} or {@code team}; blank
 *     counts as absent
 */
public record CaseDefinition(
        @JsonProperty("if") List<ConditionDefinition> conditions,
        List<ChannelReference> channels,
        boolean fallthrough,
        RoutingMode routingMode,
        Optional<String> nameMappingLabel) {
    public CaseDefinition {
        conditions = List.copyOf(conditions);
        channels = List.copyOf(channels);
        // A record without any was not written by a relay.
        Objects.requireNonNull(routingMode);
    }
}
