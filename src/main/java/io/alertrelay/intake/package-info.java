/**
 * The public port: accepts webhooks, checks key and size, and answers only when the webhook is stored. Must not know
 * what a webhook says, nor rules or deliveries.
 */
@NullMarked
package io.alertrelay.intake;

import org.jspecify.annotations.NullMarked;
