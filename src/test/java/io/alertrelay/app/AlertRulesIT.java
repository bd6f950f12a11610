package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.alertrelay.testing.Promtool;
import io.alertrelay.testing.RelayClient;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts that operators are given: valid, right, and about metrics that a relay really has. */
class AlertRulesIT {
    private static final Path RULES = Path.of("deploy", "prometheus", "alert-relay.rules.yaml");
    private static final Pattern SELECTOR = Pattern.compile("(alert_relay_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)=~?\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private Optional<Promtool> promtool;

    @BeforeEach
    void findPromtool() {
        promtool = Promtool.find();
    }

    @Test
    void promtoolTakesTheRules() throws Exception {
        assertThat(promtool().run("", "check", "rules", RULES.toAbsolutePath().toString()))
                .contains("SUCCESS: 13 rules");
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
        String scrape = scrape("{ brokers: embedded, data: ./data, port: 0 }");

        Matcher selector = SELECTOR.matcher(expressions());
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
                for (String value : label.group(2).split("\\|")) {
                    assertThat(lines)
                            .as(selector.group())
                            .anyMatch(line -> line.contains(label.group(1) + "=\"" + value + "\""));
                }
            }
        }
        assertThat(found).isEqualTo(13);
        assertThat(scrape)
                .contains("alert_relay_webhooks_total{integration=\"arms-shared\",result=\"quarantined\"} 0.0")
                .contains("alert_relay_deliveries_total{channel=\"oncall\",outcome=\"expired\"} 0.0")
                .contains("alert_relay_requests_refused_total{integration=\"unknown\",status=\"401\"} 0.0");
    }

    @Test
    void promtoolTakesWhatIsExported() throws Exception {
        String kafka = "{ brokers: \"%s\", prefix: \"%s\", replication: 1, min_insync_replicas: 1 }"
                .formatted(SharedBroker.bootstrapServers(), SharedBroker.newPrefix());

        assertThat(promtool().run(scrape(kafka), "check", "metrics"))
                .as("complaints about metrics of ours")
                .doesNotContain("alert_relay", "error");
    }

    private Promtool promtool() {
        assumeTrue(promtool.isPresent(), "there is no promtool: install Debian's package prometheus");
        return promtool.get();
    }

    private static String expressions() throws IOException {
        return String.join(
                "\n",
                Files.readAllLines(RULES).stream()
                        .filter(line -> line.strip().startsWith("expr:"))
                        .toList());
    }

    private String scrape(String kafka) throws Exception {
        try (App app = App.start(
                TestConfig.load(TestConfig.yaml(kafka, 0, 0, 9, ""), folder), what -> {}, (status, reason) -> {})) {
            return new RelayClient(app.port(), app.managementPort())
                    .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.managementPort() + "/metrics"))
                            .build())
                    .body();
        }
    }
}
