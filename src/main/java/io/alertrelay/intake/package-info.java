/**
 * The public port: accepts webhooks, checks key and size, and answers only when the webhook is stored, which an {@link
 * io.alertrelay.intake.Intake} does that others implement. May know {@code config}, the trace of {@code alert}, and of {@code arms} who sends and
 * whether a body is large or packed; must not know what a webhook says, nor rules or deliveries.
 */
@NullMarked
package io.alertrelay.intake;

import org.jspecify.annotations.NullMarked;
