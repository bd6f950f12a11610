package io.alertrelay.arms;

import io.alertrelay.alert.Alert;

/** One alert of a body as read: understood or not. */
public sealed interface AlertItem {

    /** Its index in the body, from 0; {@code null} entries in the array of alerts do not count. */
    int index();

    /** A body of this alert alone, as it was received. */
    SingleAlert body();

    /** It is understood. */
    record Understood(int index, Alert alert, SingleAlert body) implements AlertItem {}

    /**
     * It can't be understood: it is set aside and does not affect the others of its body.
     *
     * @param cause the reason; repeats nothing of the body
     */
    record SetAside(int index, UnreadableWebhookException cause, SingleAlert body) implements AlertItem {}
}
