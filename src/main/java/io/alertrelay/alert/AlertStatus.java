package io.alertrelay.alert;

/** Whether an alert is firing or resolved: the two values of {@code alerts[].status} in the ARMS webhook body. */
public enum AlertStatus {
    FIRING,
    RESOLVED;

    /** The status of that word; whatever is not resolved is firing. */
    public static AlertStatus ofWord(String word) {
        return word.equals(RESOLVED.word()) ? RESOLVED : FIRING;
    }

    /** The word that ARMS and Alertmanager write for it. */
    public String word() {
        return this == FIRING ? "firing" : "resolved";
    }
}
