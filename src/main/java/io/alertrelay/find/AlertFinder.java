package io.alertrelay.find;

import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.pipeline.IntegrationPipeline;
import io.alertrelay.reading.RecordTimes;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.record.EndpointRefusals;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.Resolution;
import io.alertrelay.text.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds alerts in the topics of a relay. Safe for several threads. */
public final class AlertFinder {
    /** More threads would take more from live alerts than the search gains. */
    public static final int MOST_THREADS = 2;

    private final KafkaClients clients;
    private final GroupOffsets offsets;
    private final TopicNames names;
    private final Function<String, Optional<IntegrationPipeline>> pipelines;
    private final List<String> integrations;
    private final List<String> channels;
    private final Set<String> madeLabels;
    private final WaitingDeliveries whereabouts;
    private final int threads;

    /**
     * @param config the current configuration
     * @param pipelines by which the webhooks of an integration are read
     * @param whereabouts what deliveries wait for
     * @param threads how many a search reads with
     */
    public AlertFinder(
            KafkaClients clients,
            GroupOffsets offsets,
            TopicNames names,
            RelayConfig config,
            Function<String, Optional<IntegrationPipeline>> pipelines,
            WaitingDeliveries whereabouts,
            int threads) {
        this.clients = clients;
        this.offsets = offsets;
        this.names = names;
        this.pipelines = pipelines;
        this.integrations = config.integrationNames();
        this.channels = config.channelNames();
        this.madeLabels = config.integrations().stream()
                .flatMap(i -> i.template().labels().keySet().stream())
                .collect(Collectors.toSet());
        this.whereabouts = whereabouts;
        this.threads = threads;
    }

    /**
     * Searches until enough is found, everything was read, or the listener stops it.
     *
     * @throws InvalidQueryException if the query names an integration or a channel that does not exist
     * @throws ExecutionException if Kafka does not answer
     */
    public SearchEnd find(AlertQuery query, Found listener)
            throws InvalidQueryException, ExecutionException, InterruptedException {
        known(
                "integration",
                query.integration().filter(name -> pipelines.apply(name).isEmpty()),
                integrations,
                "; without it, alerts that were received through one that is not configured any more are found, too");
        try (TopicReader reader = new TopicReader(clients)) {
            Optional<EndingLookup> endings = query.wantsAccepted()
                    ? Optional.of(new EndingLookup(reader, offsets, names, channels, whereabouts))
                    : Optional.empty();
            if (endings.isPresent()) {
                known("channel", query.channel(), endings.get().channels(), "");
            }
            Optional<Instant> since = query.received().from().map(time -> time.minus(RecordTimes.MARGIN));
            Optional<ChannelSearch> channel =
                    endings.flatMap(lookup -> query.channel().map(name -> lookup.of(name, since)));
            RawSieve sieve = new RawSieve(query, madeLabels, names, channel);
            try (RangeReader ranges = new RangeReader(clients, sieve, threads)) {
                return search(query, reader, ranges, endings, channel, listener);
            }
        }
    }

    private SearchEnd search(
            AlertQuery query,
            TopicReader reader,
            RangeReader ranges,
            Optional<EndingLookup> endings,
            Optional<ChannelSearch> channel,
            Found listener)
            throws ExecutionException, InterruptedException {
        UnreadReading unread = new UnreadReading(query);
        List<PartitionSearch> partitions = new ArrayList<>();
        if (query.wantsAccepted()) {
            partitions.addAll(
                    partitions('w', names.webhooks(), ranges, reader, query, new AcceptedReading(query, pipelines)));
        }
        if (query.wantsUnread()) {
            partitions.addAll(partitions('q', names.quarantine(), ranges, reader, query, unread));
        }
        boolean byContent = !query.texts().isEmpty() || !query.labels().isEmpty();
        if (query.wantsUnread() && !byContent) {
            partitions.addAll(partitions('r', names.refusals(), ranges, reader, query, new RefusedReading(query)));
        }
        SearchEnd end = new AlertSearch(query, partitions, new Endings(endings, channel, unread, this::resolutions))
                .run(listener);
        return query.wantsUnread() && byContent ? end.with(refused(reader, query)) : end;
    }

    /** How many posts with a known key were refused without keeping their bodies, so that their content is unknown. */
    private long refused(TopicReader reader, AlertQuery query) {
        long[] count = {0};
        Map<Integer, Long> from = query.received()
                .from()
                .map(time -> reader.offsetsAt(names.refusals(), time))
                .orElseGet(() -> reader.starts(names.refusals()));
        reader.read(names.refusals(), from, reader.ends(names.refusals()), record -> {
            EndpointRefusals.of(record)
                    .filter(refusals -> query.received().covers(refusals.to()))
                    .ifPresent(refusals -> refusals.counts().forEach((kind, more) -> {
                        boolean meant = query.integration()
                                .map(kind.integration()::equals)
                                .orElse(!kind.integration().isEmpty());
                        count[0] += meant ? more : 0;
                    }));
            return true;
        });
        return count[0];
    }

    private static void known(String parameter, Optional<String> name, Collection<String> all, String hint)
            throws InvalidQueryException {
        if (name.isPresent() && !all.contains(name.get())) {
            throw new InvalidQueryException(
                    parameter,
                    "found \"" + name.get() + "\", "
                            + Suggestion.nearest(name.get(), all)
                                    .map(nearest -> "did you mean \"" + nearest + "\"? ")
                                    .orElse("")
                            + "expected one of " + all.stream().sorted().collect(Collectors.joining(", "))
                            + hint);
        }
    }

    /** The resolutions of those that are in quarantine, by the ids of their records. */
    private Map<String, Resolution> resolutions(List<Hit> hits) {
        Map<String, Place> records = new HashMap<>();
        hits.stream()
                .flatMap(hit -> hit.alert().unread().flatMap(FoundAlert.Unread::id).stream())
                .forEach(id -> ReceiptId.parse(id).map(ReceiptId::place).ifPresent(place -> records.put(id, place)));
        if (records.isEmpty()) {
            return Map.of();
        }
        try (TopicReader reader = TopicReader.sieving(
                clients, (topic, headers, value) -> headers.lastHeader(HeaderNames.ABOUT) != null)) {
            return Resolutions.of(reader, names.quarantine(), records, () -> {});
        }
    }

    /** For what was accepted the ending is looked up; for what could not be read the record itself has it. */
    private record Endings(
            Optional<EndingLookup> lookup,
            Optional<ChannelSearch> channel,
            UnreadReading unread,
            Function<List<Hit>, Map<String, Resolution>> resolutions)
            implements AlertSearch.Lookup {
        @Override
        public int together(List<Hit> hits) {
            return lookup.map(endings -> endings.together(hits)).orElse(hits.size());
        }

        @Override
        public List<Optional<FoundAlert>> of(List<Hit> hits) {
            List<Hit> asked = hits.stream()
                    .filter(hit -> hit.alert().unread().isEmpty() && mayBeMeant(hit))
                    .toList();
            Iterator<FoundAlert> ended = asked.isEmpty()
                    ? List.<FoundAlert>of().iterator()
                    : lookup.orElseThrow().of(asked).iterator();
            Map<String, Resolution> resolved = resolutions.apply(hits);
            return hits.stream()
                    .map(hit -> hit.alert().unread().isPresent()
                            ? Optional.of(withResolution(hit.alert(), resolved))
                            : Optional.of(hit).filter(this::mayBeMeant).map(one -> ended.next()))
                    // What is readable here and was not there, perhaps because of other severities or rules, is found
                    // in quarantine.
                    .map(alert -> alert.filter(one -> one.unread().isPresent()
                            || !one.deliveries().isEmpty()
                            || !unread.has(one.requestId(), one.index().orElse(0))))
                    .toList();
        }

        private static FoundAlert withResolution(FoundAlert alert, Map<String, Resolution> resolved) {
            return alert.with(alert.unread().flatMap(FoundAlert.Unread::id).map(resolved::get));
        }

        private boolean mayBeMeant(Hit hit) {
            return channel.map(one -> one.mayBeDue(hit)).orElse(true);
        }
    }

    private static List<PartitionSearch> partitions(
            char letter,
            String topic,
            RangeReader ranges,
            TopicReader reader,
            AlertQuery query,
            RecordReading reading) {
        Map<Integer, Long> first = new HashMap<>(reader.starts(topic));
        Map<Integer, Long> ends = new HashMap<>(reader.ends(topic));
        query.received()
                .from()
                .map(time -> reader.offsetsAt(topic, time.minus(RecordTimes.MARGIN)))
                .ifPresent(offsets -> offsets.forEach((p, offset) -> first.merge(p, offset, Math::max)));
        query.received()
                .to()
                .map(time -> reader.offsetsAt(topic, time.plus(RecordTimes.MARGIN)))
                .ifPresent(offsets -> offsets.forEach((p, offset) -> ends.merge(p, offset, Math::min)));
        List<PartitionSearch> partitions = new ArrayList<>();
        ends.forEach((partition, end) -> {
            String name = letter + "" + partition;
            SearchCursor.Before before = query.place()
                    .map(place -> place.before().getOrDefault(name, new SearchCursor.Before(0, 0)))
                    .filter(place -> place.offset() < end)
                    .orElse(new SearchCursor.Before(end, 0));
            partitions.add(new PartitionSearch(
                    name, ranges, topic, partition, first.getOrDefault(partition, 0L), before, reading));
        });
        return partitions;
    }
}
