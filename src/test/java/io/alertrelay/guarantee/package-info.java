/**
 * What the relay promises, one class for each promise, named for it: whole relays in this process, on a real broker,
 * with a stand-in for Flashduty that misbehaves. {@code docs/semantics.md} says the same in words.
 */
package io.alertrelay.guarantee;
