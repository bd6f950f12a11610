/**
 * Flashduty, as a receiver: builds events within its limits, and reads its answers. Knows nothing of who sent the
 * alert, why it goes there, or how requests are made.
 */
package io.alertrelay.flashduty;
