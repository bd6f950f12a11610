package io.alertrelay.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.KeyRing;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.json.Json;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.observe.RecentActivity;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.record.RecordJson;
import io.alertrelay.replay.ReplayJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The part of health beyond the relay's status: the JSON that people, the console and the commands read.
 *
 * @param brokers for people
 * @param partitions of webhooks, which each integration has
 * @param snapshot the current configuration
 * @param troubles counts dead letters and quarantine
 * @param recent activity of this relay
 */
public record HealthDetails(
        String brokers,
        KafkaClients clients,
        TopicNames names,
        WebhookPartitions partitions,
        Relays relays,
        Supplier<ConfigSnapshot> snapshot,
        ConfigState reloader,
        KeyUses keyUses,
        ReplayWatch replays,
        TroubleCount troubles,
        RecentActivity recent) {
    /** The faults of single topics. */
    TopicFaults faults() {
        return clients.faults();
    }

    /** The names of the configured integrations. */
    List<String> integrations() {
        return snapshot.get().integrationNames();
    }

    /** Their keys. */
    KeyRing keys() {
        return snapshot.get().keys();
    }

    /** Those whose webhooks go to one of these partitions. */
    List<String> integrationsIn(List<KafkaReading.CutOff> cut) {
        Set<Integer> numbers = cut.stream().map(KafkaReading.CutOff::partition).collect(Collectors.toSet());
        return integrations().stream()
                .filter(name -> numbers.contains(partitions.of(name)))
                .toList();
    }

    /** The topic of webhooks. */
    String webhooks() {
        return names.webhooks();
    }

    /** The topic of a channel. */
    String topic(String channel) {
        return names.channel(channel);
    }

    /** @param unrouted how many webhooks wait to be routed, by whichever relay; empty if that is not known */
    ObjectNode of(Overview overview, Optional<Long> unrouted) {
        KafkaReading kafka = overview.kafka();
        ConfigSnapshot running = snapshot.get();
        Map<String, Long> truncated = recent.truncatedLastHour();
        Map<String, Long> refused = recent.refusedLastHour();
        return Json.of(new Details(
                new Kafka(brokers, kafka.reachable(), kafka.at()),
                relays.size(),
                Math.round(relays.accountPart() * 1000) / 1000.0,
                relays.members().stream().map(RecordJson::tree).toList(),
                new Routing(unrouted),
                faults().all().stream().map(FaultyTopic::of).toList(),
                clients.reads().underWay(),
                faults().lost(),
                troubles.lastDay(),
                new Config(running.version(), running.since(), reloader.error(), reloader.needRestart()),
                running.config().integrations().stream()
                        .map(integration -> integration(integration, running, truncated, refused))
                        .toList(),
                overview.channels().stream()
                        .map(channel ->
                                ChannelHealth.of(channel, recent.deliveredLastMinute(channel.name()), overview.at()))
                        .toList(),
                kafka.removed().stream()
                        .map(channel -> new RemovedChannel(channel.name(), channel.waiting()))
                        .toList(),
                replays.lately()
                        .map(entries -> entries.stream().map(ReplayJson::of).toList())));
    }

    private Integration integration(
            IntegrationSettings integration,
            ConfigSnapshot running,
            Map<String, Long> truncated,
            Map<String, Long> refused) {
        String name = integration.name();
        return new Integration(
                name,
                integration.rules().version(),
                recent.acceptedLastMinute(name),
                recent.lastAcceptedAt(name),
                truncated.getOrDefault(name, 0L),
                refused.getOrDefault(name, 0L),
                running.keys().of(name).stream()
                        .map(key -> new Key(key.shortHash(), key.notAfter(), keyUses.last(key)))
                        .toList());
    }

    /** @param replays absent until they are known */
    private record Details(
            Kafka kafka,
            int relays,
            double accountPart,
            List<ObjectNode> cluster,
            Routing routing,
            List<FaultyTopic> topicFaults,
            List<String> reading,
            Map<String, Long> lostRecords,
            @JsonProperty("last_24h") TroubleCount.LastDay lastDay,
            Config config,
            List<Integration> integrations,
            List<ChannelHealth> channels,
            List<RemovedChannel> removedChannels,
            Optional<List<ObjectNode>> replays) {}

    private record Kafka(String brokers, boolean reachable, Instant asOf) {}

    /** @param waiting webhooks, if that is known */
    private record Routing(Optional<Long> waiting) {}

    /** @param partition absent if it is the whole topic */
    private record FaultyTopic(String topic, Optional<Integer> partition, String cause, Instant since) {
        static FaultyTopic of(TopicFault fault) {
            return new FaultyTopic(
                    fault.topic(),
                    Optional.of(fault.partition()).filter(number -> number >= 0),
                    fault.cause(),
                    fault.since());
        }
    }

    private record Config(
            String version,
            Instant loadedAt,
            Optional<String> error,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> needsRestart) {}

    private record Integration(
            String name,
            String rules,
            long acceptedLastMinute,
            Optional<Instant> lastAcceptedAt,
            long truncatedLastHour,
            long refusedLastHour,
            List<Key> keys) {}

    private record Key(String hash, Optional<Instant> notAfter, Optional<Instant> lastUsedAt) {}

    private record RemovedChannel(String name, long waiting) {}
}
