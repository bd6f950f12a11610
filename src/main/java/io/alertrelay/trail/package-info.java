/**
 * The history of one webhook: where its alerts went and why, and how each delivery ended; the resource and {@code relay
 * receipts}. Must not know other questions.
 */
@NullMarked
package io.alertrelay.trail;

import org.jspecify.annotations.NullMarked;
