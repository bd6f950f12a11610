/**
 * Clocks: waits use the monotonic clock, times for people and in records the wall clock. Must not know any other
 * package.
 */
@NullMarked
package io.alertrelay.time;

import org.jspecify.annotations.NullMarked;
