/**
 * The rules: every version that was ever in use, differences between versions, how often each case matches, import from
 * and export to Flashduty, {@code relay check}. Must not know other questions.
 */
package io.alertrelay.rulesets;
