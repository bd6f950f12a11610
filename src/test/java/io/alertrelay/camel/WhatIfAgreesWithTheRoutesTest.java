package io.alertrelay.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.arms.UnreadableWebhookException;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.OpenAlerts;
import io.alertrelay.pipeline.ReroutedAlert;
import io.alertrelay.pipeline.Rerouter;
import io.alertrelay.record.CaseDefinition;
import io.alertrelay.record.ChannelReference;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DefaultDefinition;
import io.alertrelay.record.RoutingMode;
import io.alertrelay.record.RuleSetDefinition;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.routing.ChannelDirectory;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.SteppedClock;
import io.alertrelay.testing.Topics;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The choice stands twice: in {@code routes/router.camel.yaml}, and for questions (what-if, replays, audits of rules) in
 * Java. Both decide the same, of alerts at random.
 */
class WhatIfAgreesWithTheRoutesTest {
    private static final int WEBHOOKS = 120;
    private static final String[] TEAMS = {"payments", "Platform", "both", "nobody", "oncall"};

    private final TopicNames names = new TopicNames(SharedBroker.newPrefix());
    private final Topics topics = new Topics(SharedBroker.bootstrapServers());

    @Test
    void whereEachAlertWouldGoIsWhereItWent() throws Exception {
        RoutingRig.createTopics(names, 1);
        List<String> bodies = bodies(new Random(7));
        RoutingRig.produce(names, 0, bodies);

        try (RoutingRig relay = new RoutingRig(names, rules(), new SteppedClock()).start()) {
            Set<String> asked = asked(relay.rerouter(), bodies);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> routed().size() >= asked.size() && relay.unsettled() == 0);

            assertThat(routed()).isEqualTo(asked);
            // Else nothing was compared.
            assertThat(asked).hasSizeGreaterThan(WEBHOOKS);
            assertThat(asked).anyMatch(one -> one.contains("RESOLVED")).anyMatch(one -> one.endsWith("[oncall]"));
        }
    }

    /** Firings and recoveries of some alerts, whose team changes meanwhile, and some that nobody understands. */
    private static List<String> bodies(Random random) {
        return IntStream.range(0, WEBHOOKS)
                .mapToObj(i -> Bodies.body(
                        "firing",
                        IntStream.range(0, 1 + random.nextInt(3))
                                .mapToObj(j -> random.nextInt(15) == 0
                                        ? "{\"labels\":\"text\"}"
                                        : Bodies.alert(
                                                random.nextInt(3) == 0 ? "resolved" : "firing",
                                                "alert" + random.nextInt(12),
                                                random.nextBoolean() ? "critical" : "info",
                                                TEAMS[random.nextInt(TEAMS.length)]))
                                .toArray(String[]::new)))
                .toList();
    }

    private static RuleSet rules() throws Exception {
        CaseDefinition platform = new CaseDefinition(
                List.of(new ConditionDefinition("labels.team", "IN", List.of("Platform", "both"))),
                List.of(new ChannelReference.ByName("platform")),
                true,
                RoutingMode.STANDARD,
                Optional.empty());
        CaseDefinition payments = new CaseDefinition(
                List.of(new ConditionDefinition("labels.team", "IN", List.of("both"))),
                List.of(new ChannelReference.ByName("payments")),
                false,
                RoutingMode.STANDARD,
                Optional.empty());
        CaseDefinition byName = new CaseDefinition(
                List.of(new ConditionDefinition("severity", "IN", List.of("Critical"))),
                List.of(),
                false,
                RoutingMode.NAME_MAPPING,
                Optional.of("team"));
        return RuleSet.compile(
                new RuleSetDefinition(
                        List.of(platform, payments, byName),
                        Optional.of(new DefaultDefinition(List.of(new ChannelReference.ByName("oncall"))))),
                new Directory());
    }

    private static Set<String> asked(Rerouter rerouter, List<String> bodies) {
        OpenAlerts open = OpenAlerts.none(RoutingRig.MAX_AGE);
        Set<String> asked = new TreeSet<>();
        for (int offset = 0; offset < bodies.size(); offset++) {
            WebhookRecord webhook = WebhookReceipts.stored(
                    WebhookReceipts.webhook(0, offset),
                    "arms",
                    Instant.parse("2026-05-01T10:00:00Z"),
                    bodies.get(offset));
            for (ReroutedAlert alert : rerouted(rerouter, webhook, open)) {
                ReroutedAlert.CurrentRoute now = alert.now().orElseThrow();
                asked.add(webhook.receipt() + " " + alert.index() + " "
                        + alert.alert().status().name() + " " + now.dispatch().why() + " "
                        + now.dispatch().channels());
            }
        }
        return asked;
    }

    private static List<ReroutedAlert> rerouted(Rerouter rerouter, WebhookRecord webhook, OpenAlerts open) {
        try {
            return rerouter.reroute(rerouter.prepare(webhook), open);
        } catch (UnreadableWebhookException e) {
            // None of its alerts can be routed: the routes keep it in quarantine.
            return List.of();
        }
    }

    private Set<String> routed() {
        Set<String> routed = new TreeSet<>();
        for (String channel : RoutingRig.CHANNELS) {
            topics.read(names.channel(channel)).forEach(record -> {
                routed.add(Topics.header(record, "receipt").orElseThrow() + " "
                        + Topics.header(record, "index").orElseThrow() + " "
                        + Topics.header(record, "status").orElseThrow().toUpperCase(Locale.ROOT) + " "
                        + Topics.header(record, "why").orElseThrow() + " "
                        + Topics.header(record, "channels")
                                .map(list -> list.replace("\"", "").replace(",", ", "))
                                .orElse("[" + channel + "]"));
            });
        }
        return routed;
    }

    private static final class Directory implements ChannelDirectory {
        @Override
        public Optional<String> nameOf(long id) {
            return Optional.empty();
        }

        @Override
        public boolean exists(String name) {
            return RoutingRig.CHANNELS.contains(name);
        }

        @Override
        public Set<String> names() {
            return Set.copyOf(RoutingRig.CHANNELS);
        }
    }
}
