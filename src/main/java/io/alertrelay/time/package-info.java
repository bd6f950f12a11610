/**
 * Clocks, and what is done at the same time: what waits goes by one that never steps, what people and records say goes
 * by the wall clock.
 */
package io.alertrelay.time;
