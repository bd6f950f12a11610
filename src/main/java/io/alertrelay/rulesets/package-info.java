/**
 * The rules: each version that was ever in use, how versions differ, how often each case matches, rules from Flashduty
 * and back, {@code relay check}. Knows no other room.
 */
package io.alertrelay.rulesets;
