package io.alertrelay.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.channels.ChannelView;
import io.alertrelay.channels.ChannelsResource;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.OutboxStatus;
import io.alertrelay.intake.KeyUses;
import io.alertrelay.intake.KnownKey;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.kafka.TopicFaults;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.observe.RecentActivity;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.record.RecordJson;
import io.alertrelay.replay.ReplayJson;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * What health says beyond the relay's status: the JSON that people, the page and the commands read.
 *
 * @param brokers which they are, for people
 * @param snapshot the configuration that runs
 * @param troubles counts what went wrong
 * @param recent what this relay has done recently
 */
public record HealthDetails(
        String brokers,
        KafkaClients clients,
        TopicNames names,
        Relays relays,
        Supplier<ConfigSnapshot> snapshot,
        ConfigState reloader,
        KeyUses keyUses,
        ReplayWatch replays,
        TroubleCount troubles,
        RecentActivity recent) {
    /** What is wrong with single topics. */
    TopicFaults faults() {
        return clients.faults();
    }

    /** The names of the integrations that are configured. */
    List<String> integrations() {
        return snapshot.get().integrationNames();
    }

    /** The topic of webhooks. */
    String webhooks() {
        return names.webhooks();
    }

    /** The topic of a channel. */
    String topic(String channel) {
        return names.channel(channel);
    }

    ObjectNode of(Overview overview) {
        KafkaReading kafka = overview.kafka();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("kafka")
                .put("brokers", brokers)
                .put("reachable", kafka.reachable())
                .put("as_of", kafka.at().toString());
        root.put("relays", relays.size());
        root.put("account_part", Math.round(relays.accountPart() * 1000) / 1000.0);
        ArrayNode cluster = root.putArray("cluster");
        relays.members().forEach(member -> cluster.add(describe(member)));
        ObjectNode routing = root.putObject("routing");
        kafka.waiting(webhooks()).ifPresent(n -> routing.put("waiting", n));
        ArrayNode topics = root.putArray("topic_faults");
        faults().all().forEach(fault -> describe(fault, topics.addObject()));
        ArrayNode reading = root.putArray("reading");
        clients.reads().underWay().forEach(reading::add);
        ObjectNode lost = root.putObject("lost_records");
        faults().lost().forEach(lost::put);
        root.set("last_24h", troubles.toJson());
        describe(snapshot.get(), root);
        ArrayNode list = root.putArray("channels");
        overview.channels().forEach(channel -> {
            ObjectNode node = list.addObject();
            describe(channel, node);
            node.put("delivered_last_minute", recent.deliveredLastMinute(channel.name()));
            describeWaiting(channel, overview.at(), node);
        });
        ArrayNode gone = root.putArray("removed_channels");
        kafka.removed()
                .forEach(channel -> gone.addObject().put("name", channel.name()).put("waiting", channel.waiting()));
        replays.lately().ifPresent(entries -> {
            ArrayNode underWay = root.putArray("replays");
            entries.forEach(entry -> underWay.add(ReplayJson.of(entry)));
        });
        return root;
    }

    private void describe(ConfigSnapshot running, ObjectNode root) {
        ObjectNode config = root.putObject("config");
        config.put("version", running.version())
                .put("loaded_at", running.since().toString());
        reloader.error().ifPresent(error -> config.put("error", error));
        if (!reloader.needRestart().isEmpty()) {
            ArrayNode later = config.putArray("needs_restart");
            reloader.needRestart().forEach(later::add);
        }
        ArrayNode integrations = root.putArray("integrations");
        running.config().integrations().forEach(integration -> {
            ObjectNode node = integrations
                    .addObject()
                    .put("name", integration.name())
                    .put("rules", integration.rules().version());
            recent.describeIntegration(integration.name(), node);
            ArrayNode keys = node.putArray("keys");
            running.keys().of(integration.name()).forEach(key -> describe(key, keys.addObject()));
        });
    }

    private void describe(KnownKey key, ObjectNode node) {
        node.put("hash", key.shortHash());
        key.notAfter().ifPresent(end -> node.put("not_after", end.toString()));
        keyUses.last(key).ifPresent(at -> node.put("last_used_at", at.toString()));
    }

    private static ObjectNode describe(Relays.Member member) {
        return member.version()
                .map(RecordJson::tree)
                .orElseGet(() -> JsonNodeFactory.instance
                        .objectNode()
                        .put("relay", member.relay())
                        .put("host", member.host()))
                .put("this", member.self());
    }

    private static void describe(ChannelView channel, ObjectNode node) {
        OutboxStatus status = channel.status();
        node.put("name", status.channel()).put("state", channel.state());
        channel.waiting().ifPresent(n -> node.put("waiting", n));
        node.put("in_flight", status.inFlight()).put("retrying", status.retrying());
        node.put("rate", channel.settings().rate().text()).put("rate_used", status.sentLastMinute());
        if (status.part() < 1) {
            node.put("slowed_to", (int) Math.round(status.part() * 100) + "%");
        }
        status.oldestReceivedAt().ifPresent(at -> node.put("oldest_received_at", at.toString()));
        status.lastDeliveredAt().ifPresent(at -> node.put("last_delivered_at", at.toString()));
        if (status.state() instanceof ChannelState.Paused paused) {
            ChannelsResource.describe(paused.pause(), node);
        }
        status.state().fault().ifPresent(cause -> node.put("cause", cause));
        status.state().faultSince().ifPresent(since -> node.put("since", since.toString()));
        channel.fault()
                .ifPresent(fault -> node.put("cause", fault.where() + ": " + fault.cause())
                        .put("since", fault.since().toString()));
        status.state().nextAttempt().ifPresent(next -> node.put("next_attempt_at", next.toString()));
        status.lastFault()
                .ifPresent(fault -> node.putObject("last_fault")
                        .put("at", fault.at().toString())
                        .put("answer", fault.answer()));
    }

    /**
     * How many wait of each severity, as far as this relay has read them, and when all are through if it goes on so.
     */
    private static void describeWaiting(ChannelView channel, Instant now, ObjectNode node) {
        OutboxStatus status = channel.status();
        if (status.waiting() == 0) {
            return;
        }
        ObjectNode counts = node.putObject("waiting_by_severity");
        status.bySeverity().forEach((severity, count) -> counts.put(severity.word(), count));
        boolean goesOn = channel.state().equals("running") || channel.state().equals("slowed");
        if (goesOn && status.sentPerSecond() > 0) {
            long all = Math.max(status.waiting(), channel.waiting().orElse(0L));
            node.put(
                    "through_at",
                    now.plusSeconds(Math.round(Math.ceil(all / status.sentPerSecond())))
                            .toString());
        }
    }

    private static void describe(TopicFault fault, ObjectNode node) {
        node.put("topic", fault.topic());
        if (fault.partition() >= 0) {
            node.put("partition", fault.partition());
        }
        node.put("cause", fault.cause()).put("since", fault.since().toString());
    }
}
