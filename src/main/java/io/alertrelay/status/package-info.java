/**
 * The state of the relay: its health, each channel, the other relays, unresolved dead letters and quarantine; {@code
 * /health}, gauges, {@code relay status}. Of the other questions it knows only {@code channels} and {@code replay},
 * whose state it shows.
 */
@NullMarked
package io.alertrelay.status;

import org.jspecify.annotations.NullMarked;
