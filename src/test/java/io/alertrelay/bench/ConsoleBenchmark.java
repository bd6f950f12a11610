package io.alertrelay.bench;

import com.sun.management.OperatingSystemMXBean;
import io.alertrelay.app.App;
import io.alertrelay.kafka.RelayTopics;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicSetup;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How long what the console asks for takes, of a relay with many channels and a day of alerts: each with its webhook,
 * its event and its receipt. The relay and its broker are in this JVM.
 */
public final class ConsoleBenchmark {
    private static final int ROUNDS = 5;
    private static final OperatingSystemMXBean OS = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final HttpClient http = HttpClient.newHttpClient();
    private final App app;

    private ConsoleBenchmark(App app) {
        this.app = app;
    }

    /** @param args how many alerts, how many channels; 1,000,000 and 200 if it is not said */
    public static void main(String[] args) throws Exception {
        int alerts = args.length < 1 ? 1_000_000 : Integer.parseInt(args[0]);
        List<String> channels = IntStream.range(0, args.length < 2 ? 200 : Integer.parseInt(args[1]))
                .mapToObj("team-%03d"::formatted)
                .toList();
        TopicNames names = new TopicNames(SharedBroker.newPrefix());
        DayOfAlerts day = new DayOfAlerts(names, channels, alerts, Instant.now());
        write(names, channels, day);
        Vertx vertx = Vertx.vertx();
        Sandbox flashduty = Sandbox.start(vertx, 0, Clock.systemUTC());
        App app = App.start(
                TestConfig.load(yaml(names, channels, flashduty.port()), Path.of("")),
                what -> {},
                (status, reason) -> {});
        new ConsoleBenchmark(app).measure(day);
        System.exit(0);
    }

    /** Stores the day, all of it routed and settled. */
    static void write(TopicNames names, List<String> channels, DayOfAlerts day) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            new TopicSetup(admin, 1, 1).ensure(new RelayTopics(names, DayOfAlerts.PARTITIONS).specs(channels));
            day.write();
            commit(admin, day.ends());
        }
    }

    private void measure(DayOfAlerts day) throws Exception {
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("what is live: status", "status");
        asked.put("charts: history", "history");
        asked.put("the newest alerts", "alerts?limit=50");
        asked.put("the newest of a channel", "alerts?limit=50&channel=team-007");
        asked.put("the newest of severity Critical", "alerts?limit=50&severity=Critical");
        asked.put("a rare text, found after half a day", "alerts?limit=1&text=needle");
        asked.put("a text that nothing has, all looked through", "alerts?limit=50&text=nothing-has-this");
        asked.put("one alert's story", "receipts/" + day.newest());
        asked.put("its body, explained", "webhooks/" + day.newest());
        asked.put("dead letters by cause", "dead-letters?limit=0");
        asked.put("a page of dead letters", "dead-letters?limit=25");
        asked.put("quarantine by cause", "quarantine?limit=0");
        asked.put("rules, as a table", "rules");
        asked.put("hits of cases over 24 h", "rules/hits/arms-shared");
        asked.put("who did what", "decisions");
        asked.put("replays", "replays");
        System.out.println("| asked for | median | slowest | CPU | answer |");
        System.out.println("|---|---|---|---|---|");
        for (Map.Entry<String, String> one : asked.entrySet()) {
            double[] millis = new double[ROUNDS];
            int bytes = 0;
            long cpu = OS.getProcessCpuTime();
            for (int i = 0; i < ROUNDS; i++) {
                long begin = System.nanoTime();
                bytes = get(one.getValue()).length();
                millis[i] = (System.nanoTime() - begin) / 1e6;
            }
            Arrays.sort(millis);
            System.out.printf(
                    "| %s | %,.0f ms | %,.0f ms | %,.0f ms | %,d kB |%n",
                    one.getKey(),
                    millis[ROUNDS / 2],
                    millis[ROUNDS - 1],
                    (OS.getProcessCpuTime() - cpu) / 1e6 / ROUNDS,
                    bytes / 1000);
        }
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + app.managementPort() + "/api/v1/" + path);
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static void commit(Admin admin, Map<String, Map<TopicPartition, Long>> groups) throws Exception {
        for (Map.Entry<String, Map<TopicPartition, Long>> group : groups.entrySet()) {
            admin.alterConsumerGroupOffsets(
                            group.getKey(),
                            group.getValue().entrySet().stream()
                                    .collect(Collectors.toMap(
                                            Map.Entry::getKey, end -> new OffsetAndMetadata(end.getValue()))))
                    .all()
                    .get();
        }
    }

    /** A configuration with a case for each channel, and no port that is fixed. */
    static String yaml(TopicNames names, List<String> channels, int sandbox) {
        return """
                kafka: { brokers: "%s", replication: 1, min_insync_replicas: 1, prefix: "%s" }
                server: { host: 127.0.0.1, port: 0 }
                management: { port: 0 }
                integrations:
                  - name: arms-shared
                    key: %s
                    routes:
                      cases:
                %s
                      default: { channels: [%s] }
                channels:
                %s
                """.formatted(
                SharedBroker.bootstrapServers(),
                names.prefix(),
                TestConfig.SHARED_KEY,
                channels.stream()
                        .map(c -> "        - { if: [{ key: labels.team, oper: IN, vals: [%s] }], channels: [%s] }"
                                .formatted(c, c))
                        .collect(Collectors.joining("\n")),
                channels.get(0),
                channels.stream()
                        .map(c ->
                                "  - { name: %s, push_url: \"http://127.0.0.1:%d/event/push/alert/standard?integration_key=%s\" }"
                                        .formatted(c, sandbox, TestConfig.pushKey(c)))
                        .collect(Collectors.joining("\n")));
    }
}
