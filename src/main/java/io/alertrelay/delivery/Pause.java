package io.alertrelay.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * An operator's order to send nothing to a channel for a while; events meanwhile wait.
 *
 * @param by who
 * @param reason in their words; empty if none was given
 * @param since by the wall clock
 * @param until when it expires, by the wall clock; empty if it must be resumed
 */
public record Pause(
        String by,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String reason,
        Instant since,
        Optional<Instant> until) {}
