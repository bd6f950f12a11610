package io.alertrelay.routing;

/** The value equals this text, case-sensitively. */
record ExactMatcher(String text) implements ValueMatcher {
    @Override
    public boolean matches(String value) {
        return text.equals(value);
    }
}
