package io.alertrelay.fuzz.check;

/**
 * Something that should not have happened.
 *
 * @param rule that was broken
 * @param alertKey whose history shows it; empty text if it is not of one alert
 * @param what in words
 */
public record Violation(String rule, String alertKey, String what) {
    @Override
    public String toString() {
        return rule + ": " + (alertKey.isEmpty() ? "" : alertKey + ": ") + what;
    }
}
