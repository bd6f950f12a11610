package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.alertrelay.alert.Severity;
import io.alertrelay.flashduty.EventTemplate;
import io.alertrelay.routing.Facts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final String INTEGRATIONS = "integrations: [{ name: arms, key: a-long-key, channel: payments }]\n";
    private static final String CHANNELS = "channels: [{ name: payments, push_url: \"https://f.example/p?k=v\" }]\n";
    private static final String LEAST = INTEGRATIONS + CHANNELS;

    @TempDir
    private Path folder;

    @Test
    void whatIsNotWrittenHasItsDefault() throws Exception {
        RelayConfig config = load(LEAST);

        assertThat(config.kafka())
                .isEqualTo(new KafkaSettings(
                        new Brokers.Embedded(folder.resolve("data"), 19092),
                        "alert-relay.",
                        3,
                        2,
                        6,
                        Duration.ofDays(7),
                        Optional.empty()));
        assertThat(config.server())
                .isEqualTo(new ServerSettings(
                        "0.0.0.0",
                        8080,
                        1 << 20,
                        1000,
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        new ConnectionLimits(
                                2000,
                                OptionalInt.empty(),
                                Duration.ofMinutes(65),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(2),
                                new TrustedProxies(List.of()))));
        assertThat(config.management()).isEqualTo(new ManagementSettings("127.0.0.1", 8081, List.of()));
        assertThat(config.sandbox()).isEmpty();
        assertThat(config.flashduty().accountRate()).isEqualTo(new Rate(1900, Duration.ofMinutes(1)));
        ChannelSettings channel = config.channels().get(0);
        assertThat(channel.format()).isEqualTo(Format.STANDARD);
        assertThat(channel.rate()).isEqualTo(new Rate(1000, Duration.ofMinutes(1)));
        assertThat(channel.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(channel.maxAge()).isEqualTo(Duration.ofHours(24));
        assertThat(config.integrations().get(0).defaultSeverity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void everythingThatIsWrittenIsRead() throws Exception {
        RelayConfig config = load("""
                kafka:
                  brokers: "a:9092, b:9092"
                  prefix: x.
                  replication: 5
                  min_insync_replicas: 3
                  webhooks_partitions: 12
                  retention: 30d
                  properties: { security.protocol: SASL_SSL, sasl.jaas.config: "${JAAS}", a: !!binary eA==, b: !!timestamp 2026-11-22 }
                server:
                  host: 10.0.0.1
                  port: 80
                  max_body: 2MiB
                  max_in_flight: 7
                  ack_timeout: 900ms
                  body_timeout: 4s
                  sender_patience: 20s
                  header_timeout: 3s
                  keep_alive_timeout: 90s
                  max_connections: 500
                  max_connections_per_address: 50
                  trusted_proxies: [10.1.0.0/16, "::1"]
                management: { host: 0.0.0.0, port: 81 }
                sandbox: { port: 82 }
                flashduty: { account_rate: 20/s }
                integrations:
                  - name: arms
                    id: 7.7E+1
                    key: ${KEY}
                    channel: 支付
                    default_severity: Info
                    event: { title: "{labels.a}", description: "[MD]{annotations.b}", labels: { team: "{labels.c}" }, request_id_label: relay }
                channels:
                  - name: 支付
                    id: 2533748993131
                    push_url: https://api.example.com:8443/event/push/alert/aliyun-arms?integration_key=%2Bk&x=a+b
                    format: arms
                    rate: 3/s
                    timeout: 5s
                    max_age: 2h
                """);

        Brokers.Cluster cluster = (Brokers.Cluster) config.kafka().brokers();
        assertThat(cluster.bootstrapServers()).isEqualTo("a:9092,b:9092");
        assertThat(cluster.properties().get("sasl.jaas.config").reveal()).isEqualTo("jaas secret");
        assertThat(cluster.properties().get("a").reveal()).isEqualTo("eA==");
        assertThat(cluster.properties().get("b").reveal()).isEqualTo("2026-11-22");
        assertThat(config.kafka().replication()).isEqualTo(5);
        assertThat(config.kafka().retention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.server())
                .isEqualTo(new ServerSettings(
                        "10.0.0.1",
                        80,
                        2 << 20,
                        7,
                        Duration.ofMillis(900),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(20),
                        new ConnectionLimits(
                                500,
                                OptionalInt.of(50),
                                Duration.ofSeconds(90),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(2),
                                new TrustedProxies(List.of(
                                        AddressRange.parse("10.1.0.0/16").orElseThrow(),
                                        AddressRange.parse("::1").orElseThrow())))));
        assertThat(config.sandbox()).contains(new SandboxSettings(82));
        assertThat(config.flashduty().accountRate()).isEqualTo(new Rate(20, Duration.ofSeconds(1)));
        IntegrationSettings integration = config.integrations().get(0);
        assertThat(integration.keys().get(0).secret().reveal()).isEqualTo("the-key-from-outside");
        assertThat(integration.id()).contains("77");
        assertThat(integration.dedicated()).isTrue();
        assertThat(integration.template().labels()).containsOnlyKeys("team");
        assertThat(integration.template().requestIdLabel()).contains("relay");
        ChannelSettings channel = config.channels().get(0);
        assertThat(channel.id()).contains(2533748993131L);
        assertThat(channel.pushUrl().endpoint())
                .isEqualTo(URI.create("https://api.example.com:8443/event/push/alert/aliyun-arms"));
        assertThat(channel.pushUrl().query().reveal()).isEqualTo("integration_key=%2Bk&x=a+b");
        assertThat(channel.format()).isEqualTo(Format.ARMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "False", "FALSE"})
    void aRequestIdInNoLabelIsSaidInEachSpellingOfYaml(String no) throws Exception {
        assertThat(load(LEAST.replace("name: arms,", "name: arms, event: { request_id_label: " + no + " },"))
                        .integrations()
                        .get(0)
                        .template()
                        .requestIdLabel())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "Null", "NULL", "~"})
    void eachWordOfYamlForNothingCountsAsAbsent(String nothing) throws Exception {
        EventTemplate template = load(LEAST.replace(
                        "name: arms,",
                        "name: arms, event: { title: " + nothing + ", description: '~', request_id_label: " + nothing
                                + " },"))
                .integrations()
                .get(0)
                .template();

        assertThat(template.title()).isEmpty();
        assertThat(template.description()).isPresent();
        assertThat(template.requestIdLabel()).contains("relay_id");
    }

    @Test
    void namesOfLabelsAndWordsOfSeveritiesAreTakenAsTheyAre() throws Exception {
        String name = "a".repeat(100);
        String twin = name + "\u200b";
        IntegrationSettings integration = load(LEAST.replaceFirst(
                        "name: arms,",
                        "name: arms, event: { labels: { \"%1$s\": x, \"%2$s\": y } }, severity: { %1$sb: Info, %1$sc: Ok },"
                                .formatted(name, twin)))
                .integrations()
                .get(0);

        assertThat(integration.template().labels()).containsOnlyKeys(name, twin);
        assertThat(integration.severityWords()).containsOnlyKeys(name + "b", name + "c");
    }

    @Test
    void noIntegrationHasANameThatTheRelayUsesItself() throws Exception {
        for (String own : List.of("relay-self", "relay-test", "unknown")) {
            assertThat(problems(LEAST.replaceFirst("name: [a-z-]+", "name: " + own))
                            .toString())
                    .contains("found \"" + own + "\"", "not relay-self, relay-test or unknown");
            assertThat(load(LEAST.replaceFirst("name: [a-z-]+", "name: " + own + "s"))
                            .integrations())
                    .isNotEmpty();
        }
    }

    @Test
    void trustedProxiesMayBeOneOrAListAndOneThatIsNoAddressIsNamed() throws Exception {
        assertThat(load("server: { trusted_proxies: 10.0.0.0/8 }\n" + LEAST)
                        .server()
                        .connections()
                        .trustedProxies()
                        .contains("10.9.9.9"))
                .isTrue();

        List<ConfigProblem> problems = problems(
                "server: { trusted_proxies: [10.0.0.1, nginx.example.com], keep_alive_timeout: 60s }\n" + LEAST);

        assertThat(problems).hasSize(2);
        assertThat(problems.toString())
                .contains("server.trusted_proxies[1]")
                .contains("nginx.example.com")
                .contains("10.0.0.0/8")
                .contains("server.keep_alive_timeout")
                .contains("75s");
    }

    @Test
    void theRoomThatStaysFreeIsASizeOfTheEmbeddedBrokersDisk() throws Exception {
        assertThat(load("kafka: { min_free: 3GiB }\n" + LEAST).kafka().minFree())
                .contains(3L << 30);
        assertThat(problems("kafka: { min_free: 3 GB }\n" + LEAST).toString())
                .contains("kafka.min_free")
                .contains("a size from 1MiB to 1024GiB");
        assertThat(problems("kafka: { brokers: 'a:1', min_free: 3GiB }\n" + LEAST)
                        .toString())
                .contains("kafka.min_free: found a setting of the embedded broker");
    }

    @Test
    void allMistakesAreFoundInOneGoEachAtItsLine() {
        List<ConfigProblem> problems = problems("""
                kafak: {}
                server:
                  port: 99999
                  ack_timeout: 10s
                integrations:
                  - name: a b
                    key: short
                    channel: paymets
                  - key: another-key
                channels:
                  - name: payments
                    push_url: ftp://example.com/x
                    rate: fast
                  - name: payments
                    push_url: https://example.com/
                """);

        assertThat(problems)
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "relay.yaml:1:1: kafak: found an unknown key, expected one of kafka, server, management, sandbox,"
                                + " flashduty, routing, self_alert, integrations, channels (did you mean kafka?)",
                        "relay.yaml:3:9: server.port: found \"99999\", expected a port from 0 to 65535",
                        "relay.yaml:4:16: server.ack_timeout: found \"10s\", expected a duration such as 500ms, 2s, 5m,"
                                + " 24h or 7d, from 100ms to 4s, because ARMS gives up after 5s",
                        "relay.yaml:6:11: integrations[0].name: found \"a b\", expected 1 to 64 letters, digits,"
                                + " underscores and hyphens, not relay-self, relay-test or unknown",
                        "relay.yaml:7:10: integrations[0].key: found a value that is not shown, expected 8 to 200"
                                + " letters, digits and . _ ~ -",
                        "relay.yaml:8:14: integrations[0].channel: found \"paymets\", which is no channel, expected one"
                                + " of payments (did you mean payments?)",
                        "relay.yaml:9:5: integrations[1].name: found nothing, expected 1 to 64 letters, digits,"
                                + " underscores and hyphens, not relay-self, relay-test or unknown",
                        "relay.yaml:9:5: integrations[1].routes: found neither routes nor channel, expected one of"
                                + " them: routes for a shared integration, channel for a dedicated one",
                        "relay.yaml:12:15: channels[0].push_url: found a value that is not shown, expected an absolute"
                                + " http or https URL, without a user and a fragment",
                        "relay.yaml:13:11: channels[0].rate: found \"fast\", expected a rate such as 1000/min or 20/s,"
                                + " from 1/h to 100000/s",
                        "relay.yaml:14:11: channels[1].name: found the same as channels[0].name, expected one of"
                                + " its own");
    }

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                  | found an empty file",
                "a: [                                | found the end of the file within",
                "server: {}\\nserver: {}            | each key once",
                "a:\\n\\tb: 1                        | found no valid YAML here",
                "vals: [\"/^api-\\d+$/\"]            | valid YAML: within double quotes a backslash is written twice",
                "vals: [\"/\\x{4e00}/\"]             | valid YAML: within double quotes a backslash is written twice",
                "vals: [*]                           | valid YAML: a string that begins with * must be in quotes",
                "vals:\\n  - *                      | valid YAML: a string that begins with * must be in quotes",
                "vals: [*-prod]                      | valid YAML: a string that begins with * must be in quotes",
                "a: 1\\nb：2\\nc: 3                   | 2:1: found no valid YAML here, expected valid YAML: a full-width colon ： is no colon",
                "- b：1\\n  c: 2                    | valid YAML: a full-width colon ： is no colon",
                "- a                                 | found a list, expected a mapping",
                "channels: []                        | channels: found an empty list",
                "channels: x                         | channels: found a single value",
                "integrations: [1]                   | integrations[0]: found a single value, expected a mapping",
                "kafka: { data: x, brokers: 'a:1' }  | kafka.data: found a setting of the embedded broker",
                "kafka: { replication: 2 }           | kafka.replication: found a setting of a cluster",
                "kafka: { brokers: nonsense }        | kafka.brokers: found \"nonsense\"",
                "kafka: { brokers: 'a:1', replication: 2, min_insync_replicas: 3 } | at most kafka.replication, which is 2",
                "management: { port: 8080 }          | another one: server.port is the same",
                "server: { max_body: 17MiB }         | server.max_body: found \"17MiB\"",
                "server: { port: '${NO_SUCH}' }      | no such environment variable",
                "server: { port: [1] }               | server.port: found a list, expected a single value",
            })
    void saysWhatIsWrong(String yaml, String expected) {
        assertThat(problems(yaml.replace("\\n", "\n").replace("\\t", "\t")))
                .extracting(ConfigProblem::toString)
                .anySatisfy(problem -> assertThat(problem).contains(expected));
    }

    @Test
    void aMistakeInRulesIsShownWhereItStandsInlineOrInAFile() throws Exception {
        Files.writeString(folder.resolve("routes.json"), """
                {"data": {"cases": [
                  {"if": [{"key": "labels.a", "oper": "IN", "vals": ["/(/"]}], "channel_ids": [5]}],
                  "default": {"channel_ids": [1]}}}
                """);

        List<ConfigProblem> problems = problems("""
                integrations:
                  - name: a
                    key: a-long-key
                    routes: routes.json
                  - name: b
                    key: b-long-key
                    routes:
                      cases:
                        - if:
                            - { key: severty, oper: IN, vals: [Critical] }
                          channels: [paymnts]
                      default: { channels: [payments] }
                channels: [{ name: payments, id: 1, push_url: "https://example.com/" }]
                """);

        assertThat(problems)
                .extracting(ConfigProblem::toString)
                .anySatisfy(
                        p -> assertThat(p).startsWith("routes.json:2:54: data.cases[0].if[0].vals[0]: found \"/(/\""))
                .anySatisfy(p -> assertThat(p).startsWith("routes.json:2:").contains("channel_ids[0]: found \"5\""))
                .anySatisfy(p -> assertThat(p)
                        .startsWith("relay.yaml:10:22: integrations[1].routes.cases[0].if[0].key: found \"severty\"")
                        .contains("did you mean severity?"))
                .anySatisfy(p -> assertThat(p)
                        .startsWith("relay.yaml:11:")
                        .contains("cases[0].channels[0]: found \"paymnts\"")
                        .contains("did you mean payments?"));
    }

    @Test
    void aMergeKeyIsAMistakeBecauseItWouldBeWithoutEffect() throws Exception {
        Files.writeString(folder.resolve("routes.yaml"), """
                x-prod: &prod { if: [{ key: labels.env, oper: IN, vals: [prod] }] }
                cases:
                  - { <<: *prod, channels: [payments] }
                default: { channels: [payments] }
                examples:
                  - { labels: { <<: { env: prod } }, channels: [payments] }
                """);

        assertThat(problems("""
                integrations:
                  - { name: a, key: a-long-key, routes: routes.yaml, severity: { <<: { fatal: Critical } } }
                channels: [{ <<: {}, name: payments, push_url: "https://example.com/" }]
                """))
                .extracting(ConfigProblem::toString)
                .containsExactlyInAnyOrder(
                        "routes.yaml:3:7: cases[0].<<: found a merge key, expected the keys themselves: YAML 1.2 has no"
                                + " merge keys",
                        "routes.yaml:6:17: examples[0].labels.<<: found a merge key, expected the keys themselves:"
                                + " YAML 1.2 has no merge keys",
                        "relay.yaml:2:66: integrations[0].severity.<<: found a merge key, expected the keys themselves:"
                                + " YAML 1.2 has no merge keys",
                        "relay.yaml:3:14: channels[0].<<: found a merge key, expected the keys themselves: YAML 1.2 has"
                                + " no merge keys");
    }

    @Test
    void anExportOfFlashdutyIsTakenAsItIs() throws Exception {
        Files.writeString(folder.resolve("routes.json"), """
                {"request_id": "0ace", "data": {
                  "integration_id": 9, "version": 3, "status": "enabled", "creator_id": 1, "created_at": 1700000000,
                  "cases": [
                    {"if": [{"key": "labels.env", "oper": "IN", "vals": ["prod", "pre-*"]},
                            {"key": "severity", "oper": "IN", "vals": ["Critical"]}],
                     "channel_ids": [1, 2], "fallthrough": true, "routing_mode": "standard", "name_mapping_label": "x"},
                    {"if": [{"key": "labels.team", "oper": "IN", "vals": ["*"]}], "channel_ids": [1],
                     "fallthrough": false, "routing_mode": "name_mapping", "name_mapping_label": "labels.team"}],
                  "default": {"channel_ids": [3]}}}
                """);

        RelayConfig config = load("""
                integrations: [{ name: a, key: a-long-key, routes: routes.json }]
                channels:
                  - { name: one, id: 1, push_url: "https://example.com/" }
                  - { name: two, id: 2, push_url: "https://example.com/" }
                  - { name: three, id: 3, push_url: "https://example.com/" }
                """);

        assertThat(route(config, Severity.CRITICAL, Map.of("env", "pre-1", "team", "three")))
                .containsExactly("one", "two", "three");
        assertThat(route(config, Severity.INFO, Map.of("env", "prod"))).containsExactly("three");
        assertThat(route(config, Severity.INFO, Map.of("team", "two"))).containsExactly("two");
    }

    @Test
    void anIdIsReadExactlyHoweverAWriterOfNumbersPutsIt() throws Exception {
        Files.writeString(folder.resolve("routes.json"), """
                {"cases": [{"if": [{"key": "labels.env", "oper": "IN", "vals": ["prod"]}],
                            "channel_ids": [4.100200300401e12]}],
                 "default": {"channel_ids": [4100200300402.0]}}
                """);

        RelayConfig config = load("""
                integrations: [{ name: a, key: a-long-key, routes: routes.json }]
                channels:
                  - { name: one, id: 4100200300401, push_url: "https://example.com/" }
                  - { name: two, id: 4.100200300402E+12, push_url: "https://example.com/" }
                """);

        assertThat(route(config, Severity.INFO, Map.of("env", "prod"))).containsExactly("one");
        assertThat(route(config, Severity.INFO, Map.of())).containsExactly("two");
    }

    @Test
    void anIdThatIsNoWholeNumberOrNoChannelsIsSaidWithoutAGuess() throws Exception {
        List<ConfigProblem> problems = problems("""
                integrations:
                  - name: a
                    key: a-long-key
                    routes:
                      cases: [{ channel_ids: [1.5, 1e-3, 1e99, 1e999999999, 4100200300400] }]
                      default: { channel_ids: [4100200300401] }
                channels: [{ name: one, id: 4100200300401, push_url: "https://example.com/" }]
                """);

        assertThat(problems)
                .hasSize(5)
                .allSatisfy(p -> assertThat(p.toString()).doesNotContain("did you mean"))
                .last()
                .satisfies(p -> assertThat(p.toString())
                        .contains("found \"4100200300400\", expected the id of a configured channel"));
    }

    @Test
    void rulesAreTakenLiterally() throws Exception {
        RelayConfig config = load("""
                integrations:
                  - name: a
                    key: a-long-key
                    routes:
                      cases: [{ if: [{ key: labels.a, oper: IN, vals: ["${KEY}", 80, true] }], channels: [payments] }]
                      default: { channels: [other] }
                channels:
                  - { name: payments, push_url: "https://example.com/" }
                  - { name: other, push_url: "https://example.com/" }
                """);

        assertThat(route(config, Severity.INFO, Map.of("a", "${KEY}"))).containsExactly("payments");
        assertThat(route(config, Severity.INFO, Map.of("a", "80"))).containsExactly("payments");
        assertThat(route(config, Severity.INFO, Map.of("a", "the-key-from-outside")))
                .containsExactly("other");
    }

    @Test
    void aValueOfTheEnvironmentCanNotBecomeYaml() throws Exception {
        RelayConfig config = new ConfigLoader(Map.of("X", "a-long-key\nchannel: evil"))
                .load(LEAST + "kafka: { data: \"${X:y}/${Z:default}/$${X}\" }\n", "relay.yaml", Path.of("/"));

        assertThat(((Brokers.Embedded) config.kafka().brokers()).data())
                .isEqualTo(Path.of("/a-long-key\nchannel: evil/default/${X}"));
    }

    @Test
    void aPushUrlThatDoesNotFitItsFormatIsAMistake() {
        assertThat(problems(INTEGRATIONS + """
                        channels:
                          - { name: payments, push_url: "https://f.example/event/push/alert/aliyun-arms?k=v" }
                          - { name: b, format: arms, push_url: "https://f.example/event/push/alert/standard?k=v" }
                        """))
                .extracting(ConfigProblem::toString)
                .satisfiesExactly(
                        one -> assertThat(one)
                                .contains("channels[0].push_url: found the push URL of an ARMS integration"),
                        two -> assertThat(two)
                                .contains("channels[1].push_url: found the push URL of a standard alert"));
    }

    @Test
    void anErrorThatFlashdutyAnsweredIsNoRules() throws Exception {
        Files.writeString(folder.resolve("r.json"), "{\"request_id\":\"1\",\"error\":{\"code\":\"AccessDenied\"}}");

        assertThat(problems("integrations: [{ name: a, key: a-long-key, routes: r.json }]\n" + CHANNELS))
                .extracting(ConfigProblem::toString)
                .anySatisfy(p -> assertThat(p).contains("r.json:1:1: error: found an error that Flashduty answered"));
    }

    @Test
    void noKafkaPropertyCanSwitchAPromiseOff() {
        assertThat(problems(LEAST + "kafka: { brokers: 'a:1', properties: { acks: 1, ssl.protocol: TLSv1.3 } }\n"))
                .extracting(ConfigProblem::toString)
                .singleElement()
                .satisfies(p -> assertThat(p).contains("kafka.properties.acks: found a setting on which the relay"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow.auto.create.topics",
                "buffer.memory",
                "default.api.timeout.ms",
                "fetch.max.wait.ms",
                "heartbeat.interval.ms",
                "max.request.size",
                "partition.assignment.strategy",
                "request.timeout.ms",
                "retry.backoff.ms"
            })
    void settingsOfKafkaClientsThatTheRelayItselfChoosesAreNotUsedAndWarnedOf(String name) throws Exception {
        ConfigReview review = new ConfigLoader(Map.of())
                .review(
                        LEAST + "kafka: { brokers: 'a:1', properties: { " + name + ": 1, ssl.protocol: TLSv1.3 } }\n",
                        "relay.yaml",
                        folder);

        Brokers.Cluster cluster = (Brokers.Cluster) review.config().kafka().brokers();
        assertThat(cluster.properties()).containsOnlyKeys("ssl.protocol");
        assertThat(cluster.unused()).containsExactly(name);
        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .singleElement()
                .asString()
                .endsWith("kafka.properties." + name
                        + ": warning: is not used: the relay has its own value for it; leave it out");
    }

    @Test
    void noSecretIsEverShown() {
        List<ConfigProblem> problems = problems("""
                integrations: [{ name: a, key: "secret key!", channel: x }]
                channels: [{ name: x, push_url: "nonsense?integration_key=secret", timeout: "${KEY}" }]
                """);

        assertThat(problems).hasSize(3);
        assertThat(problems.toString()).doesNotContain("secret").doesNotContain("the-key-from-outside");
        assertThat(new Secret("secret").toString()).doesNotContain("secret");
        assertThat(PushUrl.parse("https://a/b?integration_key=secret")
                        .orElseThrow()
                        .toString())
                .isEqualTo("https://a/b");
    }

    @Test
    void aFileThatIsNoneIsAMistakeLikeAnyOther() throws Exception {
        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(folder.resolve("none.yaml")))
                .hasMessageContaining("none.yaml: found no file that can be read");
        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(folder)).hasMessageContaining("found a folder");
        Path pipe = folder.resolve("pipe.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(pipe)).hasMessageContaining("found no regular file");
        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(Path.of("/dev/zero")))
                .hasMessageContaining("found more than 16 MiB");
        Path latin = folder.resolve("latin.yaml");
        Files.write(latin, "name: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> new ConfigLoader(Map.of()).load(latin)).hasMessageContaining("not UTF-8");
        assertThat(problems("integrations: [{ name: a, key: a-long-key, routes: none.json }]\n" + CHANNELS))
                .extracting(ConfigProblem::toString)
                .containsExactly("relay.yaml:1:52: integrations[0].routes: found \"none.json\", which is not there,"
                        + " expected the name of a file, relative to the folder of the configuration, or rules");
    }

    private RelayConfig load(String yaml) throws InvalidConfigException {
        return new ConfigLoader(Map.of("KEY", "the-key-from-outside", "JAAS", "jaas secret"))
                .load(yaml, "relay.yaml", folder);
    }

    private List<ConfigProblem> problems(String yaml) {
        InvalidConfigException e = catchThrowableOfType(InvalidConfigException.class, () -> load(yaml));
        assertThat(e).as("mistakes in " + yaml).isNotNull();
        return e.problems();
    }

    private static List<String> route(RelayConfig config, Severity severity, Map<String, String> labels) {
        return config.integrations()
                .get(0)
                .rules()
                .decide(new Facts(severity, "t", "d", Optional.empty(), labels))
                .channels();
    }
}
