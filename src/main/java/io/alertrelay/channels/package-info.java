/**
 * The channels that run, what somebody orders of one, and what waits in those that were removed: the outboxes are put
 * together here, and no other room is known.
 */
package io.alertrelay.channels;
