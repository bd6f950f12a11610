package io.alertrelay.arms;

import io.alertrelay.alert.Alert;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One webhook body, read.
 *
 * @param understood the alerts by their index in the body, firing and resolved ones mixed; at least one
 * @param setAside the alerts that can't be understood
 * @param common what all of them have in common
 */
public record Webhook(SortedMap<Integer, Alert> understood, List<AlertItem.SetAside> setAside, CommonFields common) {

    public Webhook {
        understood = Collections.unmodifiableSortedMap(new TreeMap<>(understood));
        setAside = List.copyOf(setAside);
    }

    /** The alerts that are understood, in the order of the body. */
    public List<Alert> alerts() {
        return List.copyOf(understood.values());
    }
}
