package io.alertrelay.fuzz;

import io.alertrelay.fuzz.history.History;
import io.alertrelay.fuzz.history.JournalReader;
import io.alertrelay.fuzz.history.OffsetLook;
import io.alertrelay.fuzz.history.RecordReader;
import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.SeenReplays;
import io.alertrelay.fuzz.history.Sent;
import io.alertrelay.fuzz.history.Witness;
import io.alertrelay.fuzz.plan.RoundPlan;
import io.alertrelay.fuzz.plan.Strike;
import io.alertrelay.fuzz.plan.Trigger;
import io.alertrelay.fuzz.world.Disturber;
import io.alertrelay.fuzz.world.FuzzOperator;
import io.alertrelay.fuzz.world.Senders;
import io.alertrelay.fuzz.world.Weather;
import io.alertrelay.fuzz.world.World;
import io.alertrelay.fuzz.world.WorldException;
import io.alertrelay.sandbox.Sandbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;

/**
 * One round: posts and faults begin, processes are struck, all is healed, everything settles, and what happened is
 * written down.
 */
final class Round {
    private static final long TRIGGER_MILLIS = 8_000;
    private static final long HEALTH_AGE_MILLIS = 2_500;
    private static final long SETTLE_MILLIS = 180_000;
    private static final long PAUSE_NANOS = 10_000_000;

    private final RoundPlan plan;
    private final World world;
    private final Sandbox sandbox;
    private final Weather weather;
    private final JournalReader journal;
    private final Witness witness;
    private final List<OffsetLook> looks = new ArrayList<>();

    Round(RoundPlan plan, World world, Sandbox sandbox, Weather weather, JournalReader journal) {
        this.plan = plan;
        this.world = world;
        this.sandbox = sandbox;
        this.weather = weather;
        this.journal = journal;
        this.witness = new Witness(world::kafka);
    }

    /** @throws WorldException if it does not come to its end, which is a finding */
    History play() throws IOException, InterruptedException, WorldException {
        long beganAt = System.currentTimeMillis();
        Map<TopicPartition, Long> from = witness.ends();
        long received = sandbox.received().size();
        weather.begin(plan.weather());
        try (Senders senders = new Senders(plan.senders(), world.clients());
                FuzzOperator operator =
                        new FuzzOperator(plan.replays(), senders, world.clients(), Witness.ofWebhooks(from));
                Disturber disturber = new Disturber(plan.disturbances(), senders, world, from)) {
            for (Strike strike : plan.strikes()) {
                await(strike.when(), senders, received);
                look();
                world.strike(strike);
            }
            world.awaitReady();
            look();
            List<Sent> sent = senders.await();
            operator.await();
            disturber.await();
            world.awaitReady();
            look();
            weather.heal();
            List<String> stuck = awaitSettled(operator);
            look();
            return history(sent, from, beganAt, stuck, disturber);
        }
    }

    private void await(Trigger when, Senders senders, long received) throws InterruptedException, WorldException {
        if (when.what() != Trigger.What.STARTING_MILLIS) {
            world.awaitReady();
        }
        long from = System.currentTimeMillis();
        while (System.currentTimeMillis() < from + TRIGGER_MILLIS && !due(when, senders, received, from)) {
            pause();
        }
    }

    private boolean due(Trigger when, Senders senders, long received, long from) {
        return switch (when.what()) {
            case ACKS -> senders.acknowledged() >= when.count() || senders.done();
            case PUSHES -> sandbox.received().size() - received >= when.count();
            case MILLIS, STARTING_MILLIS -> System.currentTimeMillis() - from >= when.count();
        };
    }

    private List<String> awaitSettled(FuzzOperator operator) throws InterruptedException {
        long end = System.currentTimeMillis() + SETTLE_MILLIS;
        // Health may be two seconds old, and of several moments: what it says twice, that far apart, was true between.
        // While Kafka is away it is older: so it is compared with what the brokers say.
        long since = Long.MAX_VALUE;
        boolean replayed = false;
        while (true) {
            long now = System.currentTimeMillis();
            // Health reads the replays every few seconds only, and may not know of one that was ordered just now.
            replayed = replayed || operator.allEnded();
            since = replayed && world.waiting().isEmpty() ? Math.min(since, now) : Long.MAX_VALUE;
            if (now - since >= HEALTH_AGE_MILLIS) {
                int before = looks.size();
                look();
                if (looks.size() > before && looks.get(before).isAllCommitted()) {
                    return List.of();
                }
                since = Long.MAX_VALUE;
            }
            if (System.currentTimeMillis() > end) {
                return List.of("not everything was settled within " + SETTLE_MILLIS / 1000
                        + " s after all faults were healed: "
                        + (replayed ? world.waiting() : "a replay has not ended"));
            }
            pause();
        }
    }

    private void look() throws InterruptedException {
        try {
            looks.add(witness.look());
        } catch (ExecutionException | TimeoutException e) {
            // In the middle of a start there is nothing to see.
        }
    }

    private History history(
            List<Sent> sent, Map<TopicPartition, Long> from, long beganAt, List<String> stuck, Disturber disturber)
            throws IOException {
        Map<TopicPartition, Long> begin = new HashMap<>(from);
        disturber.losses().forEach(loss -> begin.remove(Witness.topicOf(loss.channel())));
        RecordReader records = new RecordReader(
                disturber.lost(), witness.read(begin), world.clock().history());
        List<SeenPush> pushes = journal.next(weather.met());
        return new History(
                sent,
                records.webhooks(),
                records.queued(),
                records.settled(),
                records.deadLetters(),
                records.quarantined(),
                pushes,
                world.lives().stream().filter(life -> life.to() >= beganAt).toList(),
                looks,
                disturber.losses(),
                disturber.garbage(),
                world.freezes().stream()
                        .filter(freeze -> freeze.to() >= beganAt)
                        .toList(),
                plan.cuts(),
                stuck,
                new SeenReplays(records.replays(), records.queued(), records.settled(), pushes));
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(PAUSE_NANOS);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
