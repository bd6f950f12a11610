package io.alertrelay.repair;

import io.alertrelay.record.Repairable;

/**
 * All that a resolution of a record needs of it; small, because there may be very many.
 *
 * @param key of its record
 */
record Named(String name, String key) {
    static Named of(Repairable<?> one) {
        return new Named(one.name(), one.key());
    }
}
