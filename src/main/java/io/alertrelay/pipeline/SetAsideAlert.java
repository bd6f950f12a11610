package io.alertrelay.pipeline;

import io.alertrelay.record.AlertIndexes;

/**
 * An alert of a webhook that is not routed, or several, while the others of the webhook are.
 *
 * @param indexes of the alerts in the webhook, from 0
 * @param cause the reason, for people; repeats nothing of the body
 * @param body a body of these alerts alone
 */
public record SetAsideAlert(AlertIndexes indexes, String cause, byte[] body) {}
