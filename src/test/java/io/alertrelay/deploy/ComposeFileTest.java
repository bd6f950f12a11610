package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docker-compose.yml}: what it names is there, and Prometheus is let in by the relays that it asks. */
class ComposeFileTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private JsonNode compose;

    @BeforeEach
    void read() throws IOException {
        // Jackson knows no merge keys; what they bring in is looked at where it stands.
        compose = YAML.readTree(Path.of("docker-compose.yml").toFile());
    }

    @Test
    void whatIsMountedIsThere() {
        List<String> mounts = new ArrayList<>();
        compose.findValues("volumes").forEach(list -> list.forEach(mount -> mounts.add(mount.asText())));

        assertThat(mounts)
                .filteredOn(mount -> mount.startsWith("./"))
                .hasSizeGreaterThan(3)
                .allSatisfy(mount -> assertThat(Path.of(mount.split(":")[0])).exists());
        assertThat(mounts)
                .filteredOn(mount -> mount.contains(":") && !mount.startsWith("./"))
                .allSatisfy(mount -> assertThat(compose.path("volumes").has(mount.split(":")[0]))
                        .isTrue());
    }

    @Test
    void prometheusAsksTheRelaysThatThereAreByNamesThatTheyKnow() throws IOException {
        JsonNode prometheus =
                YAML.readTree(Path.of("deploy/prometheus/prometheus.yml").toFile());
        JsonNode hosts =
                YAML.readTree(Path.of("src/main/docker/relay.yaml").toFile()).at("/management/hosts");

        List<String> asked = new ArrayList<>();
        prometheus.at("/scrape_configs/0/static_configs/0/targets").forEach(target -> asked.add(target.asText()));

        assertThat(compose.path("services").properties())
                .extracting(Map.Entry::getKey)
                .containsAll(asked.stream().map(target -> target.split(":")[0]).toList());
        assertThat(hosts)
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        asked.stream().map(target -> target.split(":")[0]).toList());
        assertThat(asked).allMatch(target -> target.endsWith(":8081"));
        assertThat(prometheus.at("/scrape_configs/0/job_name").asText()).isEqualTo("alert-relay");
    }

    /** Docker takes a container that was sent a signal by it for one that was stopped by hand: it is not restarted. */
    @Test
    void noDocumentSendsASignalByDocker() throws IOException {
        try (Stream<Path> documents = Files.walk(Path.of("docs"))) {
            assertThat(documents.filter(path -> path.toString().endsWith(".md")))
                    .hasSizeGreaterThan(10)
                    .allSatisfy(document ->
                            assertThat(document).content().doesNotContain("docker compose kill", "docker kill"));
        }
    }

    @Test
    void grafanaFindsPrometheusAndTheDashboard() throws IOException {
        JsonNode source = YAML.readTree(Path.of("deploy/grafana/provisioning/datasources/prometheus.yaml")
                        .toFile())
                .at("/datasources/0");
        String dashboards = YAML.readTree(Path.of("deploy/grafana/provisioning/dashboards/alert-relay.yaml")
                        .toFile())
                .at("/providers/0/options/path")
                .asText();

        assertThat(source.path("url").asText()).isEqualTo("http://prometheus:9090");
        assertThat(compose.at("/services/prometheus/ports/0").asText()).endsWith(":9090");
        assertThat(compose.at("/services/grafana/volumes"))
                .extracting(JsonNode::asText)
                .contains("./deploy/grafana/dashboards:" + dashboards + ":ro");
    }
}
