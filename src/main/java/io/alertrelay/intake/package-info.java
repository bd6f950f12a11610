/**
 * The public port: takes webhooks, checks key and size, and answers only when the webhook is stored. Knows neither
 * rules nor deliveries.
 */
package io.alertrelay.intake;
