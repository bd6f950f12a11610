/**
 * A stand-in for Flashduty: accepts events as Flashduty does, fails on demand, and remembers what it accepted. For the
 * trial and the tests. Must not know the relay but for {@code text}, and only {@code app} and {@code Main} may know it.
 */
@NullMarked
package io.alertrelay.sandbox;

import org.jspecify.annotations.NullMarked;
