/**
 * How the relay is: its health, each channel, the other relays, what is to be decided; {@code /health}, gauges, {@code relay
 * status}. Knows of the rooms {@code channels} and {@code replay}, of which it tells.
 */
package io.alertrelay.status;
