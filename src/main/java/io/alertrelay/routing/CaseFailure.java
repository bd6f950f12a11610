package io.alertrelay.routing;

/**
 * A case that failed during evaluation. It counted as not matched, and the default was used as well.
 *
 * @param number its place among the cases, the first is 1
 * @param reason the kind of the failure and its message, in one short line
 */
public record CaseFailure(int number, String reason) {
    private static final int REASON_LENGTH = 120;

    static CaseFailure of(int number, Throwable cause) {
        String kind = cause.getClass().getSimpleName();
        String reason = cause.getMessage() == null ? kind : kind + ": " + cause.getMessage();
        return new CaseFailure(number, Excerpt.of(reason, REASON_LENGTH));
    }

    String why() {
        return "case " + number + " failed (" + reason + ")";
    }
}
