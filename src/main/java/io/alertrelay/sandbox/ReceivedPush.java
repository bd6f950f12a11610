package io.alertrelay.sandbox;

import java.time.Instant;

/**
 * One POST to a push URL, complete.
 *
 * @param integrationKey empty text if there was none
 * @param contentType empty text if there was none
 */
record ReceivedPush(
        Endpoint endpoint,
        String integrationKey,
        String contentType,
        byte[] body,
        PushedBody reading,
        Instant receivedAt) {}
