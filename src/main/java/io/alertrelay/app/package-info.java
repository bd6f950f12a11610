/**
 * Assembles the relay, starts, stops and reloads it, tells what is wrong with it, and decides nothing. Knows all rooms; only
 * {@code Main} knows it.
 */
package io.alertrelay.app;
