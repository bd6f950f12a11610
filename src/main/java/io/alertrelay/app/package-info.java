/**
 * Assembles, starts, stops and reloads the relay, reports its problems, and decides nothing about alerts. May know
 * every package; only {@code Main} may know it.
 */
package io.alertrelay.app;
