package io.alertrelay.arms;

import io.alertrelay.alert.Alert;

/** One alert of a body, as it is read: understood, or not. */
public sealed interface AlertItem {

    /** Which one of the body, from 0; {@code null} in the array of alerts is none. */
    int index();

    /** A body of this alert alone, as it was received. */
    SingleAlert body();

    /** It is understood. */
    record Understood(int index, Alert alert, SingleAlert body) implements AlertItem {}

    /**
     * It can't be understood: it is set aside, and holds up no other one of its body.
     *
     * @param cause why not; says nothing of what the body says
     */
    record SetAside(int index, UnreadableWebhookException cause, SingleAlert body) implements AlertItem {}
}
