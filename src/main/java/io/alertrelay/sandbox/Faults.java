package io.alertrelay.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The fault plans of all integration keys. */
final class Faults {
    private final Map<String, FaultPlan> plans = new ConcurrentHashMap<>();

    /** The plan of a key, to add to. */
    FaultPlan of(String integrationKey) {
        return plans.computeIfAbsent(integrationKey, key -> new FaultPlan());
    }

    /** Clears every fault of that key. */
    void heal(String integrationKey) {
        plans.remove(integrationKey);
    }

    /** The fault for this request, if any. */
    Optional<Fault> meet(Received request) {
        return Optional.ofNullable(plans.get(request.integrationKey())).flatMap(plan -> plan.meet(request));
    }
}
