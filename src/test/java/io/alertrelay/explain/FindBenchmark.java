package io.alertrelay.explain;

import com.sun.management.OperatingSystemMXBean;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.find.AlertFinder;
import io.alertrelay.find.AlertQuery;
import io.alertrelay.find.Found;
import io.alertrelay.find.FoundAlert;
import io.alertrelay.find.SearchEnd;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long {@code relay find} takes for the whole journal, beside a bare consumer that reads the same topic in the same
 * run; writes the alerts to a broker of its own first, each a webhook of its own of about 700 bytes.
 */
public final class FindBenchmark {
    private static final OperatingSystemMXBean OS = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final String[] TEAMS = {"payments", "platform", "infra", "nobody"};

    private FindBenchmark() {}

    /** @param args how many alerts; 1,000,000 if it is not said */
    public static void main(String[] args) throws Exception {
        int alerts = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
        TopicNames names = new TopicNames(SharedBroker.newPrefix());
        try (Admin admin = SharedBroker.clients().admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, 3).specs(List.of("payments")));
        }
        WhatIfBenchmark.write(names.webhooks(), alerts, i -> body(i, alerts));
        String kafka = SharedBroker.asConfigured(names.prefix());
        RelayConfig config = TestConfig.load(TestConfig.yaml(kafka, 18080, 18081, 18082, ""), Path.of(""));
        try (Ledger ledger = Ledger.open(config, what -> {})) {
            for (int round = 1; round <= 3; round++) {
                long cpu = OS.getProcessCpuTime();
                double bare = bare(names.webhooks(), alerts);
                System.out.printf(
                        "round %d: a bare consumer reads %,d records in %.2f s, CPU %.2f s%n",
                        round, alerts, bare, (OS.getProcessCpuTime() - cpu) / 1e9);
                find(ledger, "the oldest one", bare, Map.of("text", List.of("the very first")));
                find(ledger, "none", bare, Map.of("text", List.of("搜索集群磁盘满")));
                find(
                        ledger,
                        "a label of few",
                        bare,
                        Map.of("label", List.of("team=payments"), "text", List.of("alert 4321")));
                find(ledger, "the newest 50", bare, Map.of());
            }
        }
        System.exit(0);
    }

    private static String body(int i, int alerts) {
        String name = i == 0 ? "the very first" : "alert " + i % 5_000;
        return Bodies.firing(name, "critical", TEAMS[i % TEAMS.length]).replace("\"labels\"", PADDING + "\"labels\"");
    }

    /** What ARMS sends beside the labels. */
    private static final String PADDING = "\"generatorURL\":\"https://arms.console.aliyun.com/prom/cn-hangzhou/rules/"
            + "0123456789abcdef0123456789abcdef?query=sum%28rate%28http_requests_total%7Bstatus%3D~%225..%22%7D%5B5m%5D%29%29"
            + "+by+%28service%29\",";

    private static void find(Ledger ledger, String what, double bare, Map<String, List<String>> parameters)
            throws Exception {
        long start = System.nanoTime();
        long cpu = OS.getProcessCpuTime();
        long[] first = {0};
        Found listener = new Found() {
            @Override
            public boolean alert(FoundAlert alert) {
                first[0] = first[0] == 0 ? System.nanoTime() - start : first[0];
                return true;
            }

            @Override
            public boolean progress(long searched, long total, Instant backTo) {
                return true;
            }
        };
        SearchEnd end = ledger.<SearchEnd, InvalidQueryException>asking(offsets -> new AlertFinder(
                        ledger.clients(),
                        offsets,
                        ledger.names(),
                        ledger.config(),
                        ledger.pipelines()::pipeline,
                        WaitingDeliveries.UNKNOWN,
                        ledger.threads())
                .find(AlertQuery.of(parameters), listener));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "  %s: %d found, the first after %.2f s, all after %.2f s: %,d records, %.2f of the bare consumer,"
                        + " CPU %.2f s%n",
                what,
                end.found(),
                first[0] / 1e9,
                seconds,
                end.searched(),
                bare / seconds,
                (OS.getProcessCpuTime() - cpu) / 1e9);
    }

    private static double bare(String topic, int alerts) {
        Properties p = new Properties();
        p.put("bootstrap.servers", SharedBroker.bootstrapServers());
        p.put("auto.offset.reset", "earliest");
        p.put("max.poll.records", "5000");
        long start = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(p, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 3)
                    .mapToObj(n -> new TopicPartition(topic, n))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int read = 0; read < alerts; ) {
                read += consumer.poll(Duration.ofSeconds(1)).count();
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
