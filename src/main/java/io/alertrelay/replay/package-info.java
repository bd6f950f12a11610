/**
 * Sending a stretch of the past again: what is ordered ({@link io.alertrelay.replay.ReplayOrder}), what would be sent
 * and what is left out ({@link io.alertrelay.replay.Planner}), and how far that is ({@link
 * io.alertrelay.replay.ReplayProgress}).
 *
 * <p>Everything here is pure: who reads the topics and who sends is not its affair.
 */
package io.alertrelay.replay;
