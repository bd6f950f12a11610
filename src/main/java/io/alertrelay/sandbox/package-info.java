/**
 * A stand-in for Flashduty: takes events as Flashduty does, fails as it is ordered to, and remembers what it took. For
 * the trial and the tests; nothing else knows it, and it knows nothing of the relay but its address.
 */
package io.alertrelay.sandbox;
