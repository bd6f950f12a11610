/**
 * The configuration: from {@code relay.yaml} to immutable records. Every mistake is found in one go, each with its
 * place, what was found there and what was expected.
 */
package io.alertrelay.config;
