package io.alertrelay.pipeline;

/**
 * An alert of a webhook that is not routed, while the others of its webhook are.
 *
 * @param index of the alert in its webhook, from 0
 * @param cause the reason, for people; repeats nothing of the body
 * @param body a body of this alert alone
 */
public record SetAsideAlert(int index, String cause, byte[] body) {}
