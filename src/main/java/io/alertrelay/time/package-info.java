/**
 * Clocks and timed calls: waits use the monotonic clock, times for people and in records the wall clock. Must not know
 * any other package.
 */
package io.alertrelay.time;
