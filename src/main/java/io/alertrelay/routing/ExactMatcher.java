package io.alertrelay.routing;

/** The value is this text, case and all. */
record ExactMatcher(String text) implements ValueMatcher {
    @Override
    public boolean matches(String value) {
        return text.equals(value);
    }
}
