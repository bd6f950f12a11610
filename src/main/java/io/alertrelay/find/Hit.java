package io.alertrelay.find;

import java.time.Instant;

/**
 * An alert in a record that is one of those looked for.
 *
 * @param offset of the record
 * @param index of the alert in it, from 0
 * @param storedAt when the record was
 */
record Hit(long offset, int index, Instant storedAt, FoundAlert alert) {}
