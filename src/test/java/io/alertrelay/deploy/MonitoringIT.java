package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.app.App;
import io.alertrelay.testing.Promtool;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.TestConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is exported for Prometheus, and the alarms and the dashboard that are made of it: valid, and about what is
 * there.
 */
class MonitoringIT {
    private static final Path RULES = Path.of("deploy", "prometheus", "alert-relay.rules.yaml");
    private static final Path DASHBOARD = Path.of("deploy", "grafana", "dashboards", "alert-relay.json");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:alert_relay|jvm|process)_\\w+)\\b(?:\\{([^}]*)})?");
    /** Labels that Prometheus adds. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    private static final Pattern MATCHER = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");

    @TempDir
    private static Path folder;

    private static App app;
    private static String scrape;

    @BeforeAll
    static void scrapeARelayToWhichNothingHasHappened() throws Exception {
        app = App.start(
                TestConfig.load(
                        TestConfig.yaml("{ brokers: embedded, data: ./data, port: 0 }", 0, 0, 9, "")
                                .replace(
                                        "key: " + TestConfig.DEDICATED_KEY,
                                        "keys: [{ key: " + TestConfig.DEDICATED_KEY
                                                + ", not_after: 2096-02-29T00:00:00Z }]"),
                        folder),
                what -> {},
                (status, reason) -> {});
        // The JVM's are there once it has collected garbage.
        System.gc();
        await().until(() -> scrape(), text -> text.contains("jvm_gc_pause_seconds_sum"));
        scrape = scrape();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void promtoolTakesWhatIsExportedWithoutAWord() throws Exception {
        assertThat(promtool().run(scrape, "check", "metrics")).isEmpty();
    }

    @Test
    void promtoolTakesTheRulesAndTheConfigurationThatNamesThem() throws Exception {
        assertThat(promtool().run("", "check", "rules", RULES.toString())).contains("SUCCESS: 27 rules");
        assertThat(promtool()
                        .run(
                                "",
                                "check",
                                "config",
                                RULES.resolveSibling("prometheus.yml").toString()))
                .contains("SUCCESS", "1 rule files found")
                .doesNotContain("FAILED");
    }

    @Test
    void theFirstOfEachKindIsSeenAndQuietRelaysAreNot() throws Exception {
        assertThat(promtool()
                        .run(
                                "",
                                "test",
                                "rules",
                                RULES.resolveSibling("alert-relay.rules.test.yaml")
                                        .toString()))
                .contains("SUCCESS");
    }

    @Test
    void eachMetricAndLabelOfTheRulesIsThereFromTheStart() throws Exception {
        String expressions = Files.readAllLines(RULES).stream()
                .filter(line -> line.strip().startsWith("expr:"))
                .collect(Collectors.joining("\n"));

        assertThat(allAreThere(expressions)).isGreaterThanOrEqualTo(20);
        assertThat(scrape)
                .contains("alert_relay_ready 1.0", "alert_relay_lost_records 0.0", "alert_relay_unaccounted NaN")
                .contains("alert_relay_key_ends_timestamp_seconds{integration=\"arms-dedicated\"} ")
                .doesNotContain("alert_relay_key_ends_timestamp_seconds{integration=\"arms-shared\"}")
                .contains("alert_relay_webhooks_total{integration=\"arms-shared\",result=\"quarantined\"} 0.0")
                .contains("alert_relay_deliveries_total{channel=\"oncall\",outcome=\"expired\"} 0.0")
                .contains(
                        "alert_relay_requests_refused_total{cause=\"key\",integration=\"unknown\",status=\"401\"} 0.0")
                .contains("alert_relay_dead_letters_unresolved{channel=\"oncall\"} 0.0")
                .contains("alert_relay_quarantine_unresolved{integration=\"arms-shared\"} 0.0")
                .contains("alert_relay_channel_held_since_timestamp_seconds{channel=\"oncall\"} 0.0")
                .contains("alert_relay_channel_oldest_unsettled_seconds{channel=\"oncall\",severity=\"Critical\"} 0.0")
                .contains(
                        "alert_relay_delivered_after_seconds_bucket{channel=\"oncall\",severity=\"Info\",le=\"0.005\"} 0")
                .contains(
                        "alert_relay_delivered_after_seconds_bucket{channel=\"oncall\",severity=\"Info\",le=\"86400.0\"} 0");
    }

    @Test
    void eachMetricAndLabelOfTheDashboardIsThereFromTheStart() throws Exception {
        assertThat(allAreThere(String.join("\n", dashboardExpressions()))).isGreaterThan(40);
    }

    @Test
    void promtoolTakesEachExpressionOfTheDashboard() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
        List<String> expressions = dashboardExpressions();
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("      - record: panel").append(i).append("\n        expr: |\n          ");
            rules.append(expressions.get(i).replaceAll("\\$__rate_interval", "5m"))
                    .append('\n');
        }

        Path file = Files.writeString(folder.resolve("dashboard.rules.yaml"), rules.toString());

        assertThat(promtool().run("", "check", "rules", file.toString()))
                .contains("SUCCESS: " + expressions.size() + " rules");
    }

    @Test
    void everyMetricHasAHelpText() {
        assertThat(scrape.lines()
                        .filter(line -> line.startsWith("# TYPE "))
                        .map(line -> line.split(" ")[2])
                        .filter(name -> !scrape.contains("# HELP " + name + " ")))
                .isEmpty();
    }

    private static String scrape() throws Exception {
        return new RelayClient(app.port(), app.managementPort())
                .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.managementPort() + "/metrics"))
                        .build())
                .body();
    }

    /** How many selectors there are. */
    private static int allAreThere(String expressions) {
        Matcher selector = SELECTOR.matcher(expressions);
        int found = 0;
        while (selector.find()) {
            found++;
            List<String> lines = scrape.lines()
                    .filter(line ->
                            line.startsWith(selector.group(1) + "{") || line.startsWith(selector.group(1) + " "))
                    .toList();
            assertThat(lines).as(selector.group(1)).isNotEmpty();
            Matcher label =
                    MATCHER.matcher(Optional.ofNullable(selector.group(2)).orElse(""));
            while (label.find()) {
                if (OF_PROMETHEUS.contains(label.group(1))) {
                    continue;
                }
                for (String value : label.group(2).split("\\|")) {
                    assertThat(lines)
                            .as(selector.group())
                            .anyMatch(line -> value.startsWith("$")
                                    ? line.contains(label.group(1) + "=\"")
                                    : line.contains(label.group(1) + "=\"" + value + "\""));
                }
            }
        }
        return found;
    }

    private static List<String> dashboardExpressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        collect(new ObjectMapper().readTree(DASHBOARD.toFile()), expressions);
        return expressions;
    }

    private static void collect(JsonNode node, List<String> expressions) {
        if (node.path("expr").isTextual()) {
            expressions.add(node.path("expr").asText());
        }
        node.forEach(child -> collect(child, expressions));
    }

    private static Promtool promtool() {
        Optional<Promtool> promtool = Promtool.find();
        assumeTrue(promtool.isPresent(), "there is no promtool: install Debian's package prometheus");
        return promtool.get();
    }
}
