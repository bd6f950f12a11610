package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Place;
import io.alertrelay.record.Repairable;
import java.time.Instant;

/**
 * One record that operators resolve, in short, without what may be long in it.
 *
 * @param place of its record
 * @param summary its fields in lists
 * @param copyOf what it is a copy of: of several copies only the oldest counts; its name if there are none
 * @param key of its record
 * @param at its time
 */
record Brief(Place place, ObjectNode summary, String name, String copyOf, String key, Instant at) {
    static Brief of(Repairable<?> one, Place place) {
        return new Brief(place, one.summary(), one.name(), one.copyOf(), one.key(), one.at());
    }
}
