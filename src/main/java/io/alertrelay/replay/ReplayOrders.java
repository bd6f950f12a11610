package io.alertrelay.replay;

import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.ChannelTopics;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.WebhooksBegin;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReplayBounds;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.StoredRecord;
import io.alertrelay.routing.InvalidRuleSetException;
import io.alertrelay.routing.Selector;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes an order from a request: checks it, and determines the ranges of the topics. */
record ReplayOrders(TopicReader reader, GroupOffsets offsets, TopicNames names, RelayConfig config, Clock clock) {
    /**
     * An order that can be carried out.
     *
     * @param notRouted what its range lacks of what was asked for, by partition of webhooks
     */
    record Ranged(ReplayOrder order, SortedMap<Integer, NotRouted> notRouted) {}

    /**
     * The order.
     *
     * @throws ReplayException if it can't be executed
     */
    Ranged order(ReplayRequest request) throws ReplayException, ExecutionException, InterruptedException {
        check(request);
        // First of all: of a topic that is recreated meanwhile, the offsets are not taken for those of the former one.
        Optional<String> journalId = offsets.id(names.webhooks());
        // The order of these reads matters: what was routed by the first is in the channels' topics by the next, and
        // what ended was due.
        Map<Integer, Long> routed = routed();
        Map<Integer, Long> from = new TreeMap<>();
        Map<Integer, Long> to = new TreeMap<>();
        SortedMap<Integer, NotRouted> notRouted =
                request.deadLetters().isEmpty() ? range(request, routed, from, to) : new TreeMap<>();
        Map<String, Long> channels = new TreeMap<>();
        ChannelTopics topics = new ChannelTopics(names, offsets.topics(names.channels()), config.channelNames());
        Map<String, Long> passed = new TreeMap<>();
        for (String topic : topics.topics()) {
            // A channel's group has the name of its topic.
            passed.put(topics.channel(topic), offsets.committed(topic, topic).getOrDefault(0, 0L));
            channels.put(topics.channel(topic), reader.ends(topic).getOrDefault(0, 0L));
        }
        Instant since = request.deadLetters().isEmpty()
                ? firstStored(names.webhooks(), from, to)
                : sourceOf(request.deadLetters());
        ReplayBounds bounds = new ReplayBounds(
                from,
                to,
                routed,
                channels,
                passed,
                reader.ends(names.receipts()).getOrDefault(0, 0L),
                reader.ends(names.replayed()),
                since,
                journalId);
        ReplayOrder order = new ReplayOrder(
                        "",
                        clock.instant(),
                        request.by(),
                        request.narrowing(),
                        request.destination(),
                        request.share(),
                        request.again(),
                        request.deadLetters(),
                        bounds,
                        rules(config))
                .named();
        return new Ranged(order, notRouted);
    }

    private void check(ReplayRequest request) throws ReplayException {
        try {
            // Before they are looked up, one by one.
            PlanSize.check(request.deadLetters().size());
        } catch (Planner.PlanTooLargeException e) {
            throw new ReplayException(String.valueOf(e.getMessage()));
        }
        known("integration", request.narrowing().integrations(), config.integrationNames());
        known("channel", request.narrowing().channels(), config.channelNames());
        if (request.destination() instanceof ReplayDestination.ToChannel to) {
            known("channel", Set.of(to.channel()), config.channelNames());
        }
        if (!ReplayOrder.isShare(request.share())) {
            throw new ReplayException("share: found " + request.share() + ", expected above 0 and at most 1");
        }
        try {
            Selector.of(request.narrowing().where());
        } catch (InvalidRuleSetException e) {
            throw new ReplayException("where: " + String.valueOf(e.getMessage()).replace("cases[0].if", ""));
        }
    }

    private static void known(String kind, Set<String> named, Collection<String> known) throws ReplayException {
        for (String name : named) {
            if (!known.contains(name)) {
                throw new ReplayException(
                        kind + ": found \"" + name + "\", expected one of " + String.join(", ", known));
            }
        }
    }

    private Map<Integer, Long> routed() throws ExecutionException, InterruptedException {
        Map<Integer, Long> routed = new TreeMap<>(reader.starts(names.webhooks()));
        offsets.committed(names.routingGroup(), names.webhooks())
                .forEach((partition, offset) -> routed.merge(partition, offset, Math::max));
        // What was committed may belong to an earlier topic of that name.
        reader.ends(names.webhooks())
                .forEach((partition, end) -> routed.computeIfPresent(partition, (p, offset) -> Math.min(offset, end)));
        return routed;
    }

    private SortedMap<Integer, NotRouted> range(
            ReplayRequest request, Map<Integer, Long> routed, Map<Integer, Long> from, Map<Integer, Long> to)
            throws ReplayException {
        ReplayFilter narrowing = request.narrowing();
        Map<Integer, Long> starts = reader.starts(names.webhooks());
        if (!request.fromOffsets().isEmpty() || !request.toOffsets().isEmpty()) {
            request.toOffsets().keySet().forEach(p -> from.put(p, starts.getOrDefault(p, 0L)));
            from.putAll(request.fromOffsets());
            from.keySet().forEach(p -> to.put(p, request.toOffsets().getOrDefault(p, Long.MAX_VALUE)));
        } else if (!narrowing.receipts().isEmpty()) {
            known(narrowing.receipts());
            for (String receipt : narrowing.receipts()) {
                ReceiptId id = webhook(receipt);
                from.merge(id.partition(), id.offset(), Math::min);
                to.merge(id.partition(), id.offset() + 1, Math::max);
            }
        } else if (narrowing.from().isPresent()) {
            Instant begin = narrowing.from().get();
            hasBegun(begin);
            reachesBack(begin);
            from.putAll(reader.offsetsAt(names.webhooks(), begin.minus(RecordTimes.MARGIN)));
            narrowing
                    .to()
                    .ifPresentOrElse(
                            end -> to.putAll(reader.offsetsAt(names.webhooks(), end.plus(RecordTimes.MARGIN))),
                            () -> from.keySet().forEach(p -> to.put(p, Long.MAX_VALUE)));
        } else {
            throw new ReplayException("expected offsets, a time, or a request id: what is to be replayed?");
        }
        check(from, to, starts, routed);
        SortedMap<Integer, NotRouted> notRouted = notRouted(from, to, routed);
        to.replaceAll((partition, end) -> Math.min(end, routed.getOrDefault(partition, 0L)));
        from.replaceAll((partition, begin) -> Math.min(begin, to.getOrDefault(partition, begin)));
        return notRouted;
    }

    private SortedMap<Integer, NotRouted> notRouted(
            Map<Integer, Long> from, Map<Integer, Long> to, Map<Integer, Long> routed) {
        Map<Integer, Long> ends = reader.ends(names.webhooks());
        SortedMap<Integer, NotRouted> notRouted = new TreeMap<>();
        from.forEach((partition, begin) -> {
            long first = Math.max(begin, routed.getOrDefault(partition, 0L));
            long webhooks = Math.min(to.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L)) - first;
            if (webhooks > 0) {
                notRouted.put(partition, new NotRouted(first, webhooks));
            }
        });
        return notRouted;
    }

    private void check(
            Map<Integer, Long> from, Map<Integer, Long> to, Map<Integer, Long> starts, Map<Integer, Long> routed)
            throws ReplayException {
        Map<Integer, Long> ends = reader.ends(names.webhooks());
        for (Map.Entry<Integer, Long> begin : from.entrySet()) {
            int partition = begin.getKey();
            Long start = starts.get(partition);
            if (start == null) {
                throw new ReplayException(
                        "partition " + partition + ": topic " + names.webhooks() + " has 0 to " + (starts.size() - 1));
            }
            if (begin.getValue() < start) {
                throw new ReplayException("partition " + partition + ": offset " + begin.getValue()
                        + " is no longer kept; " + available(start, routed.getOrDefault(partition, start)));
            }
            long stored = ends.getOrDefault(partition, Long.MAX_VALUE);
            if (begin.getValue() > stored) {
                throw new ReplayException("partition " + partition + ": offset " + begin.getValue()
                        + " is not there yet; " + available(start, stored));
            }
            long end = to.getOrDefault(partition, Long.MAX_VALUE);
            if (end != Long.MAX_VALUE && end > stored) {
                throw new ReplayException("partition " + partition + ": offset " + end + " is not there yet; "
                        + available(start, stored));
            }
            if (end < begin.getValue()) {
                throw new ReplayException("partition " + partition + ": found a range from " + begin.getValue() + " to "
                        + end + ", expected an end behind its beginning");
            }
        }
    }

    private static String available(long start, long end) {
        return start == end ? "nothing is kept there" : start + " to " + end + " (exclusive) are there";
    }

    /** Nothing can have been received then, only with another clock: such a time is a slip, or one of another zone. */
    private void hasBegun(Instant begin) throws ReplayException {
        Instant now = clock.instant();
        if (begin.isAfter(now.plus(RecordTimes.MARGIN))) {
            throw new ReplayException(
                    "from: found " + begin + ", which is still to come, expected a time before now, " + now);
        }
    }

    private void reachesBack(Instant begin) throws ReplayException {
        Instant kept = WebhooksBegin.of(reader, names).orElse(Instant.MIN);
        if (begin.isBefore(kept)) {
            throw new ReplayException("webhooks before " + kept + " are no longer kept: found from " + begin
                    + ", expected " + kept + " or later");
        }
    }

    private void known(Set<String> receipts) throws ReplayException {
        Set<Place> places = new HashSet<>();
        for (String receipt : receipts) {
            places.add(webhook(receipt).place());
        }
        Set<String> unknown = new TreeSet<>(receipts);
        SingleRecords.read(
                reader,
                names.webhooks(),
                places,
                record -> unknown.remove(
                        ReceiptId.of(ReceiptId.Topic.WEBHOOKS, record).toString()));
        if (!unknown.isEmpty()) {
            throw new ReplayException("nothing is known of " + String.join(", ", unknown)
                    + ": never given by this relay, or deleted for its age");
        }
    }

    private static ReceiptId webhook(String receipt) throws ReplayException {
        ReceiptId id = ReceiptId.parse(receipt)
                .orElseThrow(() -> new ReplayException(
                        "request id: found \"" + receipt + "\", expected one such as w3-1042-7k3m9qxr2ztc5vbn"));
        if (id.topic() != ReceiptId.Topic.WEBHOOKS) {
            throw new ReplayException("request id: " + receipt
                    + " could not be read when it came and is in quarantine: see 'relay quarantine retry'");
        }
        return id;
    }

    /** When the oldest webhook of these dead letters was stored. */
    private Instant sourceOf(List<Place> deadLetters) throws ReplayException {
        Map<Integer, Long> from = new HashMap<>();
        for (Place place : deadLetters) {
            StoredRecord letter = reader.at(names.deadLetters(), place.partition(), place.offset())
                    .orElseThrow(() -> new ReplayException("dead letter " + place + " is not (or no longer) there"));
            letter.alert().ifPresent(id -> from.merge(id.partition(), id.offset(), Math::min));
        }
        return firstStored(names.webhooks(), from, reader.ends(names.webhooks()));
    }

    private Instant firstStored(String topic, Map<Integer, Long> from, Map<Integer, Long> to) {
        Map<Integer, Long> starts = reader.starts(topic);
        return from.entrySet().stream()
                .map(begin ->
                        Map.entry(begin.getKey(), Math.max(begin.getValue(), starts.getOrDefault(begin.getKey(), 0L))))
                .filter(begin -> begin.getValue() < to.getOrDefault(begin.getKey(), 0L))
                .flatMap(begin -> reader.at(topic, begin.getKey(), begin.getValue()).stream())
                .map(StoredRecord::storedAt)
                .min(Comparator.naturalOrder())
                .orElse(clock.instant());
    }

    /** The versions of the rules of the configured integrations, without the relay's own. */
    static Map<String, String> rules(RelayConfig config) {
        return config.integrations().stream()
                .collect(Collectors.toMap(
                        IntegrationSettings::name,
                        integration -> integration.rules().version()));
    }

    /** How many requests a minute a replay with that share may send to each channel. */
    static Map<String, Double> perMinute(RelayConfig config, double share) {
        Function<ChannelSettings, Double> rate = channel ->
                share * channel.rate().permits() * 60 / channel.rate().per().toSeconds();
        return config.channels().stream().collect(Collectors.toMap(ChannelSettings::name, rate));
    }
}
