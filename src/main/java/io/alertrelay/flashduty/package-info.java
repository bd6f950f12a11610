/**
 * Flashduty as the receiver: builds events within its limits and reads its answers. Must not know who sent the alert,
 * why it is routed there, or how requests are made.
 */
@NullMarked
package io.alertrelay.flashduty;

import org.jspecify.annotations.NullMarked;
