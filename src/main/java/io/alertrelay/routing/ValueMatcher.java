package io.alertrelay.routing;

/** One compiled value of a condition. */
@FunctionalInterface
interface ValueMatcher {

    boolean matches(String value);
}
