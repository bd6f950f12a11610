package io.alertrelay.routing;

/**
 * A value of a condition.
 *
 * @param text as written in the rule
 * @param matcher what it means
 */
record ValuePattern(String text, ValueMatcher matcher) {}
