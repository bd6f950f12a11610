package io.alertrelay.kafka;

import io.alertrelay.concurrent.Parallel;
import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All open clients, to be replaced when the wall clock is set back or when they have failed, and to be closed. */
final class OpenClients {
    private static final Logger LOG = LoggerFactory.getLogger(OpenClients.class);
    /** After this time a new client is used even if it does not know its topics yet. */
    private static final Duration WARM_UP_AGAIN = Duration.ofSeconds(2);

    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    private final List<Renewable<Producer<Object, Object>>> ofRoutes = new CopyOnWriteArrayList<>();
    private final Set<Renewable<?>> others = ConcurrentHashMap.newKeySet();
    private final Set<TopicReader> readers = ConcurrentHashMap.newKeySet();
    private final Set<String> warm = ConcurrentHashMap.newKeySet();

    /** Makes a producer for Camel. */
    Producer<Object, Object> routeProducer(Supplier<Producer<Object, Object>> maker) {
        Renewable<Producer<Object, Object>> made =
                new Renewable<>(type(), maker, Producer::close, ofRoutes::remove, OpenClients::hasFailed);
        ofRoutes.add(made);
        return made.face();
    }

    /** Makes a producer for the relay's own use. */
    Producer<byte[], byte[]> producer(Supplier<Producer<byte[], byte[]>> maker) {
        Renewable<Producer<byte[], byte[]>> made =
                new Renewable<>(type(), maker, Producer::close, others::remove, OpenClients::hasFailed);
        others.add(made);
        return made.face();
    }

    Admin admin(Supplier<Admin> maker) {
        Renewable<Admin> made = new Renewable<>(
                Admin.class,
                maker,
                Admin::close,
                others::remove,
                admin -> ClientFailure.ofAuthentication(admin.metrics()));
        others.add(made);
        return made.face();
    }

    private static boolean hasFailed(Producer<?, ?> producer) {
        return ClientFailure.ofAuthentication(producer.metrics());
    }

    void add(TopicReader reader) {
        readers.add(reader);
    }

    void remove(TopicReader reader) {
        readers.remove(reader);
    }

    @SuppressWarnings("unchecked")
    private static <K, V> Class<Producer<K, V>> type() {
        return (Class<Producer<K, V>>) (Class<?>) Producer.class;
    }

    /** See {@link KafkaClients#warmUp}. */
    void warmUp(Collection<String> topics, Duration patience) {
        warm.addAll(topics);
        Set<String> unknown = warmUp(ofRoutes.stream().map(Renewable::face).toList(), topics, patience);
        if (!unknown.isEmpty()) {
            LOG.warn("the topics {} are not known yet, a first record to them may fail", unknown);
        }
    }

    /** Returns the topics that are still unknown after this time. */
    private static Set<String> warmUp(
            List<Producer<Object, Object>> producers, Collection<String> topics, Duration patience) {
        Deadline deadline = Deadline.after(patience);
        Set<String> unknown = new LinkedHashSet<>(topics);
        // Asked repeatedly, because a producer that must not block does not wait here either.
        while (!unknown.isEmpty() && !deadline.isOver()) {
            unknown.removeIf(topic -> producers.stream().allMatch(producer -> hasMetadata(producer, topic)));
            LockSupport.parkNanos(ASK_AGAIN.toNanos());
        }
        return unknown;
    }

    /** Whether the producers of all routes know this many partitions of the topic. */
    boolean haveMetadata(String topic, int partitions) {
        return ofRoutes.stream().map(Renewable::face).allMatch(producer -> hasMetadata(producer, topic, partitions));
    }

    private static boolean hasMetadata(Producer<?, ?> producer, String topic) {
        return hasMetadata(producer, topic, 1);
    }

    private static boolean hasMetadata(Producer<?, ?> producer, String topic, int partitions) {
        try {
            return producer.partitionsFor(topic).size() >= partitions;
        } catch (KafkaException e) {
            // A lasting fault is reported by whoever writes to the topic.
            return !(e instanceof RetriableException);
        }
    }

    /** @throws KafkaException if new ones can't be created */
    void renew() {
        renew(reader -> true, client -> true);
    }

    /** Whether one could not authenticate, or has failed for good. */
    boolean haveFailed() {
        return readers.stream().anyMatch(TopicReader::hasFailed)
                || ofRoutes.stream().anyMatch(Renewable::hasFailed)
                || others.stream().anyMatch(Renewable::hasFailed);
    }

    /**
     * Replaces those.
     *
     * @throws KafkaException if new ones can't be created
     */
    void renewFailed() {
        renew(TopicReader::hasFailed, Renewable::hasFailed);
    }

    private void renew(Predicate<TopicReader> ofReaders, Predicate<Renewable<?>> ofClients) {
        readers.stream().filter(ofReaders).forEach(TopicReader::renew);
        List<KafkaException> failures = new CopyOnWriteArrayList<>();
        List<Runnable> all = new ArrayList<>();
        ofRoutes.stream()
                .filter(ofClients)
                .forEach(one -> all.add(() -> one.renew(made -> warmUp(List.of(made), warm, WARM_UP_AGAIN))));
        others.stream().filter(ofClients).forEach(one -> all.add(() -> one.renew(made -> {})));
        Parallel.run(
                "renew-client",
                all.stream()
                        .<Runnable>map(one -> () -> {
                            try {
                                one.run();
                            } catch (KafkaException e) {
                                failures.add(e);
                            }
                        })
                        .toList());
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    void closeRouteProducers() {
        Parallel.run(
                "close-producer",
                ofRoutes.stream().<Runnable>map(one -> one::close).toList());
    }
}
