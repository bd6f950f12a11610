/**
 * The rules: every version that was ever in use, differences between versions, how often each case matches, import from
 * and export to Flashduty, {@code relay check}. Must not know other questions.
 */
@NullMarked
package io.alertrelay.rulesets;

import org.jspecify.annotations.NullMarked;
