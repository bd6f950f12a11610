package io.alertrelay.replay;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayState;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;

/**
 * What operators do with replays: plan, order, list, pause, resume and cancel them. A running relay executes the
 * orders.
 */
public final class Replays {
    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final RelayConfig config;
    private final Clock clock;
    private final int helpers;

    /**
     * Works on the replays of a relay, whether it runs or not.
     *
     * @param clock by which something is ordered
     * @throws StartException if Kafka does not answer, or has no topics of such a relay
     * @throws ReplayException if what is asked for can't be done
     */
    public static <T> T of(Ledger ledger, Clock clock, Work<T> work)
            throws StartException, ReplayException, InterruptedException {
        return ledger.<T, ReplayException>asking(offsets -> work.on(
                new Replays(ledger.clients(), offsets, ledger.names(), ledger.config(), clock, ledger.threads() - 1)));
    }

    /** What is done with replays. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Replays replays) throws ReplayException, ExecutionException, InterruptedException;
    }

    /** @param helpers how many threads may make a plan besides the one that asks for it */
    Replays(
            KafkaClients clients,
            GroupOffsets offsets,
            TopicNames names,
            RelayConfig config,
            Clock clock,
            int helpers) {
        this.clients = clients;
        this.offsets = offsets;
        this.names = names;
        this.config = config;
        this.clock = clock;
        this.helpers = helpers;
    }

    /**
     * A plan that is not ordered yet.
     *
     * @param plan of the order
     * @param notRouted what it lacks of what was asked for, by partition of webhooks
     * @param perMinute the requests a minute to each channel
     * @param before the very same, if it was ordered before: the last of these
     */
    public record Proposal(
            Plan plan,
            SortedMap<Integer, NotRouted> notRouted,
            Map<String, Double> perMinute,
            Optional<ReplayEntry> before) {
        /** The order that can be placed. */
        public ReplayOrder order() {
            return plan.order();
        }

        /** The very same that has not ended: it is not ordered twice at a time. */
        public Optional<ReplayEntry> underWay() {
            return before.filter(entry -> entry.order().id().equals(order().id()));
        }
    }

    /**
     * Makes a plan; nothing is sent.
     *
     * @throws ReplayException if it can't be executed
     */
    public Proposal propose(ReplayRequest request, AuditProgress progress)
            throws ReplayException, ExecutionException, InterruptedException {
        Rerouter rerouter = new Pipelines(config).rerouter();
        ReplayTable table = store().read();
        ReplayOrders.Ranged ranged;
        try (TopicReader reader = new TopicReader(clients)) {
            ranged = new ReplayOrders(reader, offsets, names, config, clock).order(request);
        }
        ReplayOrder order = ranged.order();
        String id = order.id();
        Optional<ReplayEntry> before = Optional.empty();
        // One that has ended may be ordered once more: what it delivered is not sent again, what failed again is.
        Optional<ReplayEntry> same = table.get(id);
        for (int i = 2; same.isPresent(); i++) {
            before = same;
            if (!request.again() && !same.get().isCancelled() && !same.get().isEnded()) {
                break;
            }
            order = order.named(id + "-" + i);
            same = table.get(order.id());
        }
        Plan plan = new ReplayReading(clients, names, config, rerouter, helpers, progress)
                .plan(order)
                .plan();
        return new Proposal(plan, ranged.notRouted(), ReplayOrders.perMinute(config, order.share()), before);
    }

    /**
     * Orders what was proposed.
     *
     * @throws ExecutionException if the order can't be stored
     */
    public void place(Proposal proposal) throws ExecutionException, InterruptedException {
        store().write(proposal.order());
    }

    /** All replays, in the order in which they were ordered. */
    List<ReplayEntry> all() {
        return store().read().all();
    }

    /** The replay with that id. */
    public Optional<ReplayEntry> get(String id) {
        return store().read().get(id);
    }

    /**
     * Pauses, resumes or cancels a replay.
     *
     * @return the replay, with the control order
     * @throws ReplayException if there is none with that id, or it has ended
     * @throws ExecutionException if the control order can't be stored
     */
    public ReplayEntry control(String id, ReplayControl.Kind kind, String by)
            throws ReplayException, ExecutionException, InterruptedException {
        ReplayEntry entry = get(id).orElseThrow(() -> new ReplayException("there is no replay " + id));
        if (entry.state() instanceof ReplayState.Ended ended) {
            throw new ReplayException("replay " + id + " is " + ended.word());
        }
        ReplayControl control = new ReplayControl(kind, clock.instant(), by);
        store().write(id, control);
        return new ReplayEntry(entry.order(), Optional.of(control), entry.progress());
    }

    private ReplayStore store() {
        return new ReplayStore(clients, names);
    }
}
