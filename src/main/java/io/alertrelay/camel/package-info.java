/**
 * Where the routes in {@code routes/} meet the relay's Java: steps that they call, and the doors into them. Camel's and
 * Kafka's types end here.
 */
package io.alertrelay.camel;
