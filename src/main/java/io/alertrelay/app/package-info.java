/**
 * Assembles, starts, stops and reloads the relay, reports its problems, and decides nothing about alerts. May know
 * every package; only {@code Main} may know it.
 */
@NullMarked
package io.alertrelay.app;

import org.jspecify.annotations.NullMarked;
