package io.alertrelay.find;

import java.time.Instant;

/**
 * A matching alert in a record.
 *
 * @param offset of the record
 * @param index of the alert in it, from 0
 * @param storedAt the time of the record
 */
record Hit(long offset, int index, Instant storedAt, FoundAlert alert) {}
