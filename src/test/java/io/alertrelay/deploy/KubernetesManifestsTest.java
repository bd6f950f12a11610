package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.alertrelay.config.Brokers;
import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.RelayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests: as the published schemas want them, and fitting one another, the relay and its configuration. */
class KubernetesManifestsTest {
    private static final Path FOLDER = Path.of("deploy", "kubernetes");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Map<String, String> SECRETS = Map.of(
            "ARMS_PROD_KEY", "prod-key-0123",
            "FLASHDUTY_PAYMENTS_URL", "https://example.com/push?integration_key=a",
            "FLASHDUTY_DEFAULT_URL", "https://example.com/push?integration_key=b");

    private static KubernetesSchemas schemas;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() throws IOException {
        schemas = KubernetesSchemas.load();
    }

    @ParameterizedTest
    @ValueSource(strings = {"common.yaml", "embedded.yaml", "cluster.yaml", "servicemonitor.yaml"})
    void eachObjectIsAsThePublishedSchemaWantsIt(String file) throws IOException {
        assertThat(objects(file))
                .isNotEmpty()
                .allSatisfy(object -> assertThat(schemas.mistakes(object))
                        .as(object.path("kind").asText())
                        .isEmpty());
    }

    @Test
    void theSchemasRefuseWhatIsMisspelledMisplacedOrOfAnotherType() throws IOException {
        ObjectNode misspelled = workload("embedded.yaml").deepCopy();
        container(misspelled).put("readynessProbe", "x");
        ObjectNode wrongType = workload("embedded.yaml").deepCopy();
        ((ObjectNode) wrongType.path("spec")).put("replicas", "one");
        ObjectNode unknown = workload("embedded.yaml").deepCopy();
        unknown.put("kind", "StatefulSets");

        assertThat(List.of(misspelled, wrongType, unknown))
                .allSatisfy(object -> assertThat(schemas.mistakes(object)).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded.yaml", "cluster.yaml"})
    void theConfigurationIsOneThatTheRelayTakesWithTheSecretsThatThereAre(String file) throws Exception {
        Set<String> secrets = new TreeSet<>();
        one("common.yaml", "Secret").path("stringData").fieldNames().forEachRemaining(secrets::add);
        assertThat(secrets).isEqualTo(new TreeSet<>(SECRETS.keySet()));

        RelayConfig config = new ConfigLoader(SECRETS)
                .load(one(file, "ConfigMap").path("data").path("relay.yaml").asText(), file, folder);

        assertThat(config.kafka().brokers() instanceof Brokers.Embedded).isEqualTo(file.equals("embedded.yaml"));
        assertThat(List.of(config.server().port(), config.management().port()))
                .isEqualTo(List.of(port(file, "webhooks"), port(file, "management")));
        assertThat(config.management().host()).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded.yaml", "cluster.yaml"})
    void everySelectorFindsThePodsAndEveryPortIsTheirs(String file) throws IOException {
        JsonNode labels = workload(file).at("/spec/template/metadata/labels");
        List<JsonNode> selectors = new ArrayList<>(List.of(
                workload(file).at("/spec/selector/matchLabels"),
                one(file, "PodDisruptionBudget").at("/spec/selector/matchLabels"),
                one("common.yaml", "NetworkPolicy").at("/spec/podSelector/matchLabels")));
        for (JsonNode object : objects("common.yaml")) {
            if (object.path("kind").asText().equals("Service")) {
                selectors.add(object.at("/spec/selector"));
                for (JsonNode port : object.at("/spec/ports")) {
                    assertThat(port(file, port.path("targetPort").asText())).isPositive();
                }
            }
        }

        assertThat(selectors)
                .hasSize(5)
                .allSatisfy(selector -> assertThat(selector)
                        .isNotEmpty()
                        .allSatisfy(value -> assertThat(labels).contains(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded.yaml", "cluster.yaml"})
    void theRelayIsProbedAtPathsThatItHas(String file) throws IOException {
        JsonNode container = container(workload(file));
        String server = Files.readString(Path.of("src/main/java/io/alertrelay/management/ManagementServer.java"));

        Stream.of("startupProbe", "livenessProbe", "readinessProbe").forEach(probe -> {
            assertThat(container.path(probe).at("/httpGet/port").asText()).isEqualTo("management");
            assertThat(server)
                    .contains("case \""
                            + container.path(probe).at("/httpGet/path").asText() + "\"");
        });
    }

    @Test
    void theServiceMonitorFindsTheManagementServiceAndTheRulesTheirJob() throws IOException {
        JsonNode monitor = one("servicemonitor.yaml", "ServiceMonitor");
        List<JsonNode> found = objects("common.yaml").stream()
                .filter(object -> object.path("kind").asText().equals("Service"))
                .filter(service -> monitor.at("/spec/selector/matchLabels").properties().stream()
                        .allMatch(label -> service.at("/metadata/labels")
                                .path(label.getKey())
                                .equals(label.getValue())))
                .toList();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).at("/spec/ports/0/name")).isEqualTo(monitor.at("/spec/endpoints/0/port"));
        assertThat(found.get(0)
                        .at("/metadata/labels")
                        .path(monitor.at("/spec/jobLabel").asText())
                        .asText())
                .isEqualTo("alert-relay");
    }

    private static int port(String file, String name) throws IOException {
        for (JsonNode port : container(workload(file)).path("ports")) {
            if (port.path("name").asText().equals(name)) {
                return port.path("containerPort").asInt();
            }
        }
        return 0;
    }

    private static ObjectNode container(JsonNode workload) {
        return (ObjectNode) workload.at("/spec/template/spec/containers/0");
    }

    private static ObjectNode workload(String file) throws IOException {
        return one(file, file.equals("embedded.yaml") ? "StatefulSet" : "Deployment");
    }

    private static ObjectNode one(String file, String kind) throws IOException {
        return (ObjectNode) objects(file).stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> objects(String file) throws IOException {
        return YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(FOLDER.resolve(file).toFile())
                .readAll();
    }
}
