package io.alertrelay.channels;

import io.alertrelay.delivery.RateShares;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.RateClaim;
import io.alertrelay.record.StoredRecord;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/**
 * This relay's part of the account's rate. It lends what it does not need to the other relays, and claims it back when
 * it has more to send; the claims are in the topic {@code relays}, whose order decides (class {@link RateShares}). For
 * one thread, unless stated otherwise.
 */
public final class AccountShare {
    /**
     * What it claims until others have given way. The margin between the account's rate and Flashduty's limit is
     * larger.
     */
    private static final double UNTIL_GIVEN = 0.05;
    /** Smaller changes are not written. */
    private static final double WORTH_IT = 0.02;
    /**
     * How many rounds count: the largest demand of these is claimed, so that a pause of some seconds lends nothing; and
     * a relay is gone if it was missing in all of them.
     */
    private static final int LOOKS = 4;

    private static final double STEP = 0.05;

    private final KafkaClients clients;
    private final String topic;
    private final String self;
    private final RatePart rate;
    private final RateShares shares = new RateShares();
    private final Deque<Double> wanted = new ArrayDeque<>();
    private final Map<String, Integer> missed = new HashMap<>();
    private volatile double used;

    /** The rate that is shared, on this relay's side. */
    public interface RatePart {
        /**
         * The part of the account's rate that could have been used since the last call: 1 if something had to wait for
         * it.
         */
        double wanted();

        /** Sets the part that may be used. */
        void use(double part);
    }

    /** @param self this relay's name */
    public AccountShare(KafkaClients clients, String topic, String self, RatePart rate) {
        this.clients = clients;
        this.topic = topic;
        this.self = self;
        this.rate = rate;
        use(0);
    }

    /** Reads the next record of the topic, whatever it is. */
    public void read(StoredRecord record) {
        RateClaim.relay(record)
                .ifPresent(relay -> RateClaim.of(record)
                        .ifPresentOrElse(claim -> shares.claimed(relay, claim), () -> shares.givenBack(relay)));
    }

    /** The topic is another one of that name. */
    public void forget() {
        shares.forget();
    }

    /** The topic can't be read or written: what was agreed on still counts, otherwise an equal part. */
    public void cutOff(int relays) {
        use(shares.part(self) > 0 ? shares.part(self) : 1.0 / relays);
    }

    /**
     * Writes what is new: which relays are gone, and what this one claims. Everything in the topic has been read
     * before; after each record that is written, the rest is read again.
     *
     * @param atWork all relays, this one included
     * @param catchUp reads what was written to the topic since the last time
     * @throws ExecutionException if Kafka does not accept it
     */
    public void refresh(Collection<String> atWork, Runnable catchUp) throws ExecutionException, InterruptedException {
        Set<String> gone = gone(atWork);
        if (!gone.isEmpty()) {
            try (TopicWriter writer = new TopicWriter(clients)) {
                for (String relay : gone) {
                    writer.remove(topic, RateClaim.key(relay));
                }
            }
            catchUp.run();
        }
        double wants = wants();
        RateClaim due = shares.due(self, wants, atWork);
        boolean changed = Math.abs(due.part() - shares.part(self)) > WORTH_IT || !shares.isKnown(self, wants);
        if (changed) {
            // What it gives away is no longer used when the others read of it.
            use(Math.min(due.part(), shares.part(self)));
            try (TopicWriter writer = new TopicWriter(clients)) {
                writer.write(topic, due.draft(self));
            }
            catchUp.run();
        }
        use(shares.part(self));
    }

    /** The part of the account's rate that this relay uses now, above 0 and at most 1. May be called by any thread. */
    public double used() {
        return used;
    }

    private void use(double part) {
        used = Math.max(UNTIL_GIVEN, part);
        rate.use(used);
    }

    private double wants() {
        wanted.addLast(Math.min(1, Math.ceil(rate.wanted() * 1.5 / STEP) * STEP));
        if (wanted.size() > LOOKS) {
            wanted.removeFirst();
        }
        return Collections.max(wanted);
    }

    /**
     * The relays that were missing in several rounds: one that has just started is not known to all at once. A relay
     * that is alone does not wait for that, so that it has the whole rate as soon as the one before it is gone.
     */
    private Set<String> gone(Collection<String> atWork) {
        missed.keySet().retainAll(shares.relays());
        missed.keySet().removeAll(atWork);
        shares.relays().stream()
                .filter(relay -> !atWork.contains(relay))
                .forEach(relay -> missed.merge(relay, atWork.size() == 1 ? LOOKS : 1, Integer::sum));
        return missed.entrySet().stream()
                .filter(entry -> entry.getValue() >= LOOKS)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
