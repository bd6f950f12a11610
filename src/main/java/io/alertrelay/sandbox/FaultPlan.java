package io.alertrelay.sandbox;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The faults of one integration key: first those of the queue, one by one, then the conditional, then the lasting. */
final class FaultPlan {
    private final Deque<Fault> queue = new ArrayDeque<>();
    private final List<Conditional> conditional = new ArrayList<>();
    private Optional<Fault> lasting = Optional.empty();

    synchronized void next(Collection<? extends Fault> faults) {
        queue.addAll(faults);
    }

    synchronized void when(Predicate<Received> condition, Fault fault) {
        conditional.add(new Conditional(condition, fault));
    }

    synchronized void always(Fault fault) {
        lasting = Optional.of(fault);
    }

    /** The fault for this request, if any. */
    synchronized Optional<Fault> meet(Received request) {
        if (!queue.isEmpty()) {
            return Optional.of(queue.removeFirst());
        }
        return conditional.stream()
                .filter(rule -> rule.condition.test(request))
                .map(Conditional::fault)
                .findFirst()
                .or(() -> lasting);
    }

    private record Conditional(Predicate<Received> condition, Fault fault) {}
}
