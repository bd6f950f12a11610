/**
 * What became of one webhook: where its alerts went and why, and how each delivery ended. The resource and {@code relay
 * receipts}. Knows no other room.
 */
package io.alertrelay.trail;
