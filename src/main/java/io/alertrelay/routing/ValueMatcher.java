package io.alertrelay.routing;

/** One value of a condition, ready to be compared with an alert's. */
@FunctionalInterface
interface ValueMatcher {

    boolean matches(String value);
}
