package io.alertrelay.explain;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesFile;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.Scope;
import io.alertrelay.routing.RuleSet;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How many alerts of the journal {@code relay what-if} looks at in a second; writes them to a broker of its own first.
 */
public final class WhatIfBenchmark {
    private static final String[] TEAMS = {"payments", "platform", "infra", "nobody"};

    private WhatIfBenchmark() {}

    /** @param args how many alerts, each a webhook of its own; 1,000,000 if it is not said */
    public static void main(String[] args) throws Exception {
        int alerts = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
        TopicNames names = new TopicNames(SharedBroker.newPrefix());
        try (Admin admin = SharedBroker.clients().admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 3).specs(List.of()));
        }
        write(names.webhooks(), alerts, i -> Bodies.firing("alert " + i % 5_000, "critical", TEAMS[i % TEAMS.length]));
        String kafka = SharedBroker.asConfigured(names.prefix());
        String yaml = TestConfig.yaml(kafka, 18080, 18081, 18082, "");
        RelayConfig config = TestConfig.load(yaml, Path.of(""));
        RuleSet next = new RulesFile(config.channels()).read("""
                cases:
                  - if: [{ key: labels.team, oper: IN, vals: [payments, infra] }]
                    channels: [payments]
                default: { channels: [oncall] }
                """, "next.yaml");
        try (Ledger ledger = Ledger.open(config, what -> {})) {
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                WhatIfResult result =
                        new PastWebhooks(ledger).whatIf("arms-shared", next, Scope.ALL, (topic, read, total) -> {});
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "%,d alerts in %.1f s: %,.0f alerts/s; %,d go elsewhere%n",
                        result.firings(), seconds, result.firings() / seconds, result.changed());
            }
        }
        System.exit(0);
    }

    /** Writes webhooks of one alert each to three partitions. */
    static void write(String topic, int alerts, IntFunction<String> body) {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        p.put("linger.ms", "20");
        p.put("batch.size", "262144");
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(p, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < alerts; i++) {
                ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                        topic, i % 3, "arms-shared", body.apply(i).getBytes(StandardCharsets.UTF_8));
                record.headers()
                        .add("integration", "arms-shared".getBytes(StandardCharsets.UTF_8))
                        .add("source", "aliyun-arms".getBytes(StandardCharsets.UTF_8))
                        .add("nonce", "7k3m9qxr2ztc5vbn".getBytes(StandardCharsets.UTF_8))
                        .add("received-at", Instant.now().toString().getBytes(StandardCharsets.UTF_8));
                producer.send(record);
            }
        }
    }
}
