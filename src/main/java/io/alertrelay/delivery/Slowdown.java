package io.alertrelay.delivery;

import io.alertrelay.delivery.ChannelState.Slowed;
import java.time.Instant;
import java.util.Optional;

/**
 * How answers that requests are too frequent slow a channel, by the steady clock: what an outbox leaves to the next one
 * that sends to the same target.
 *
 * @param rest the state while nothing is sent; empty if that is over
 * @param part the part of the channel's rate that may be used at first
 * @param risesFrom from when on that rises
 */
public record Slowdown(Optional<Slowed> rest, double part, Instant risesFrom) {}
