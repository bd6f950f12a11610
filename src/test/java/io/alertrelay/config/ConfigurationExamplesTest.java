package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example of the documentation is loaded, by the relay and by the schema that editors use. */
class ConfigurationExamplesTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```yaml( fragment)?\\n(.*?)^```");
    private static final List<String> DOCUMENTS =
            List.of("README.md", "README.zh-CN.md", "docs/configuration.md", "docs/routing.md", "docs/semantics.md");
    private static final String INTEGRATIONS = "integrations: [{ name: x, key: a-long-key, channel: payments }]\n";
    private static final String CHANNELS = """
            channels:
              - { name: payments, id: 2533748993131, push_url: "https://example.com/p?k=v" }
              - { name: oncall-default, id: 3521074710131, push_url: "https://example.com/p?k=v" }
            """;
    private static final String ROUTES = """
            {"cases": [{"if": [{"key": "severity", "oper": "IN", "vals": ["Critical"]}],
                        "channel_ids": [2533748993131], "fallthrough": true}],
             "default": {"channel_ids": [3521074710131]}}
            """;
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "ARMS_PROD_KEY", "prod-key-0123",
            "ARMS_PROD_KEY_NEW", "prod-key-4567",
            "ARMS_PAYMENTS_KEY", "payments-key-0123",
            "ARMS_SHARED_KEY", "shared-key-0123",
            "FLASHDUTY_PAYMENTS_URL", "https://example.com/event/push/alert/standard?integration_key=a",
            "FLASHDUTY_DEFAULT_URL", "https://example.com/event/push/alert/standard?integration_key=b",
            "KAFKA_JAAS_CONFIG", "x",
            "KAFKA_TRUSTSTORE_PASSWORD", "x",
            "CLUSTER_BROKERS", "localhost:9092",
            "RELAY_PORT", "8080");

    @TempDir
    private Path folder;

    private record Example(String where, String yaml) {
        @Override
        public String toString() {
            return where;
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isLoadedByTheRelayAndPassesTheSchema(Example example) throws Exception {
        Files.writeString(folder.resolve("routes-prod.json"), ROUTES);
        Map<String, String> environment = new java.util.HashMap<>(ENVIRONMENT);
        environment.put("SANDBOX_PORT", "8082");
        environment.put("RELAY_MANAGEMENT_PORT", "8081");

        RelayConfig config = new ConfigLoader(environment).load(example.yaml(), example.where(), folder);

        assertThat(config.channels()).isNotEmpty();
        assertThat(validate(example.yaml())).isEmpty();
    }

    private static Stream<Example> examples() throws IOException {
        List<Example> examples = new java.util.ArrayList<>();
        for (String document : DOCUMENTS) {
            String text = Files.readString(Path.of(document));
            Matcher m = EXAMPLE.matcher(text);
            while (m.find()) {
                int line = text.substring(0, m.start()).split("\n", -1).length;
                String yaml = m.group(1) == null ? m.group(2) : completed(m.group(2));
                examples.add(new Example(document + ":" + line, yaml));
            }
        }
        for (String file : List.of(
                "src/main/resources/io/alertrelay/config/trial.yaml",
                "src/main/docker/relay.yaml",
                "deploy/relay.yaml",
                "src/test/cluster/relay.yaml")) {
            examples.add(new Example(file, Files.readString(Path.of(file))));
        }
        assertThat(examples).hasSizeGreaterThan(8);
        return examples.stream();
    }

    /** A heartbeat of five minutes takes 288 of the 100 events a day of a free plan, and alerts are dropped instead. */
    @Test
    void theFileToBeginWithReportsTheRelaysProblemsButSendsNoHeartbeat() throws Exception {
        Path file = Path.of("deploy/relay.yaml");

        RelayConfig config = new ConfigLoader(ENVIRONMENT).load(Files.readString(file), file.toString(), folder);

        assertThat(config.selfAlert())
                .hasValueSatisfying(self -> assertThat(self.heartbeat()).isEmpty());
    }

    private static String completed(String fragment) {
        return fragment
                + (fragment.startsWith("integrations:") ? "" : INTEGRATIONS)
                + (fragment.startsWith("channels:") ? "" : CHANNELS);
    }

    @Test
    void theProxiesTakeLargerBodiesThanTheRelayCanSoThatTheRelayKnowsWhatIsRefused() throws Exception {
        assertThat(mebibytes("deploy/nginx/alert-relay.conf", "(?m)^ *client_max_body_size (\\d+)m;"))
                .isGreaterThan(ServersReader.MAX_BODY >> 20);
        assertThat(mebibytes("deploy/caddy/Caddyfile", "(?m)^\\s*max_size (\\d+)MiB"))
                .isGreaterThan(ServersReader.MAX_BODY >> 20);
    }

    private static long mebibytes(String file, String limit) throws IOException {
        Matcher m = Pattern.compile(limit).matcher(Files.readString(Path.of(file)));
        assertThat(m.find()).as(file).isTrue();
        return Long.parseLong(m.group(1));
    }

    @Test
    void theSchemaHasTheKeysThatTheRelayReadsAndNoOther() throws Exception {
        JsonNode schema = new ObjectMapper().readTree(schemaText());

        ConfigKeys.ALL.forEach((path, keys) -> {
            JsonNode section = schema;
            for (String step : path.isEmpty() ? new String[0] : path.split("\\.")) {
                section = resolved(schema, section.path("properties").path(step));
            }
            Set<String> named = new TreeSet<>();
            section.path("properties").fieldNames().forEachRemaining(named::add);
            assertThat(named).as("keys of " + path).isEqualTo(new TreeSet<>(keys));
            section.path("properties")
                    .forEach(key -> assertThat(key.path("description").asText()).isNotEmpty());
        });
    }

    /** What a key of the schema describes: the items of a list, a definition, the alternative that is a mapping. */
    private static JsonNode resolved(JsonNode schema, JsonNode node) {
        if (node.has("items")) {
            return node.path("items");
        }
        if (node.has("$ref")) {
            return schema.at(node.path("$ref").asText().substring(1));
        }
        for (JsonNode alternative : node.path("anyOf")) {
            if (alternative.has("$ref")) {
                return resolved(schema, alternative);
            }
        }
        return node;
    }

    @Test
    void theReferenceNamesEveryKey() throws Exception {
        String reference = Files.readString(Path.of("docs/configuration.md"));

        ConfigKeys.ALL
                .values()
                .forEach(keys -> keys.forEach(key -> assertThat(reference).containsPattern("[`.]" + key)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x: 1",
                "server: { prot: 1 }",
                "server: { port: 70000 }",
                "channels: []",
                "kafka: { retention: soon }",
                "flashduty: { account_rate: 5 }",
                "kafka: { prefix: a b }",
                "server: { port: [8080] }",
                "server: []",
                "sandbox: { host: 0.0.0.0 }",
                "integrations: [{ name: x, key: a-long-key }]",
                "integrations: [{ name: x, key: a-long-key, channel: payments, routes: { default: { channels: [payments] } } }]",
                "integrations: [{ name: x, key: a-long-key, channel: payments, default_severity: warning }]",
                "integrations: [{ name: x, key: a-long-key, channel: payments, event: { titel: x } }]",
                "integrations: [{ name: x, key: a-long-key, routes: { cases: [] } }]",
                "integrations: [{ name: x, key: a-long-key, routes: { default: { channels: [payments] }, version: 1 } }]",
                "integrations: [{ name: x, key: a-long-key, routes: { default: { channels: payments } } }]",
                "channels: [{ name: payments }]",
                "channels: [{ name: payments, push_url: 'https://example.com/', format: prometheus }]",
                "channels: [{ name: payments, push_url: 'https://example.com/', timeout: 10 }]",
            })
    void whatTheRelayRefusesTheSchemaRefusesToo(String mistake) {
        String yaml = mistake + "\n" + (mistake.startsWith("integrations") ? "" : INTEGRATIONS)
                + (mistake.startsWith("channels") ? "" : CHANNELS);

        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(yaml, "x.yaml", folder))
                .isInstanceOf(InvalidConfigException.class);
        assertThat(validate(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sandbox:",
                "kafka: { prefix: '${ARMS_PROD_KEY}' }",
                "server: { port: '${RELAY_PORT}' }",
                "integrations: [{ name: 7, key: '${ARMS_PROD_KEY}', channel: payments, default_severity: '${X:Info}' }]",
                "integrations: [{ name: '${ARMS_PROD_KEY}', key: a-long-key, channel: '${X:payments}' }]",
            })
    void whatTheRelayTakesTheSchemaTakesToo(String yaml) throws Exception {
        String whole = yaml + "\n" + (yaml.startsWith("integrations") ? "" : INTEGRATIONS) + CHANNELS;

        assertThat(new ConfigLoader(ENVIRONMENT).load(whole, "x.yaml", folder).channels())
                .hasSize(2);
        assertThat(validate(whole)).isEmpty();
    }

    private static List<Error> validate(String yaml) {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schemaText(), InputFormat.JSON);
        return schema.validate(yaml, InputFormat.YAML);
    }

    private static String schemaText() {
        try (InputStream in = RelayConfig.class.getResourceAsStream("relay.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
