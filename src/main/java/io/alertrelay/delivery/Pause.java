package io.alertrelay.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * That nothing is sent to a channel for a while, because somebody wants it so; what comes meanwhile waits.
 *
 * @param by who
 * @param reason in their words; blank if none was given
 * @param since by the wall clock
 * @param until when it ends by itself, by the wall clock; empty if somebody has to end it
 */
public record Pause(String by, String reason, Instant since, Optional<Instant> until) {}
