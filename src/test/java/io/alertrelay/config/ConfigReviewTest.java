package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration without mistakes is looked at: what is probably not meant so, and the examples beside rules. */
class ConfigReviewTest {
    private static final String CHANNELS = """
            channels:
              - { name: payments, id: 7, push_url: 'https://example.com/a' }
              - { name: night, push_url: 'https://example.com/b' }
            """;

    @TempDir
    private Path folder;

    @Test
    void aWarningHasItsFileAndLine() throws Exception {
        ConfigReview review = review("""
                integrations:
                  - name: a
                    key: a-long-key
                    routes:
                      cases:
                        - channels: [payments]
                        - if:
                            - { key: labels.env, oper: IN, vals: ['^prod', x] }
                          channels: [night]
                      default: { channels: [payments] }
                """ + CHANNELS);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .satisfiesExactly(
                        w -> assertThat(w)
                                .startsWith("relay.yaml:6:11: integrations[0].routes.cases[0]: warning: ")
                                .contains("the default is never used"),
                        w -> assertThat(w)
                                .startsWith("relay.yaml:7:11: integrations[0].routes.cases[1]: warning: ")
                                .contains("never reached"),
                        w -> assertThat(w)
                                .startsWith("relay.yaml:8:51: integrations[0].routes.cases[1].if[0].vals[0]: warning: ")
                                .contains("/^prod/"),
                        w -> assertThat(w)
                                .startsWith("relay.yaml:13:13: channels[1].name: warning: ")
                                .contains("leads to this channel"));
    }

    @Test
    void aWarningInAFileOfRulesHasThatFilesNameAndIsSaidOnceForTwoIntegrations() throws Exception {
        Files.writeString(folder.resolve("rules.yaml"), """
                cases:
                  - { if: [{ key: labels.a, oper: IN, vals: [x, '*'] }], channels: [night] }
                default: { channels: [payments] }
                """);

        ConfigReview review = review("""
                integrations:
                  - { name: a, key: a-long-key, routes: rules.yaml }
                  - { name: b, key: b-long-key, routes: rules.yaml }
                """ + CHANNELS);

        assertThat(review.warnings()).singleElement().satisfies(w -> {
            assertThat(w.file()).isEqualTo("rules.yaml");
            assertThat(w.line()).isEqualTo(2);
            assertThat(w.path()).isEqualTo("cases[0].if[0].vals[1]");
        });
    }

    @Test
    void keysInAFileOfRulesThatAreNearlyOneWithMeaningAreNamedAndWhatElseFlashdutyExportsIsNot() throws Exception {
        Files.writeString(folder.resolve("rules.yaml"), """
                integration_id: 12
                updated_at: 1700000000
                case: []
                cases:
                  - fallthru: true
                    if: [{ key: labels.a, oper: IN, vals: [x], val: y }]
                    channels: [night]
                  - { if: [{ key: labels.a, oper: IN, vals: [x] }], channels: [payments], status: enabled }
                default:
                  channels: [payments]
                  channel_id: [7]
                """);

        ConfigReview review = review("""
                integrations:
                  - { name: a, key: a-long-key, routes: rules.yaml }
                """ + CHANNELS);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .filteredOn(warning -> warning.contains("unknown key"))
                .containsExactly(
                        "rules.yaml:3:7: case: warning: an unknown key, which is ignored; did you mean cases?",
                        "rules.yaml:5:15: cases[0].fallthru: warning: an unknown key, which is ignored; did you mean"
                                + " fallthrough?",
                        "rules.yaml:6:53: cases[0].if[0].val: warning: an unknown key, which is ignored; did you mean"
                                + " vals?",
                        "rules.yaml:11:15: default.channel_id: warning: an unknown key, which is ignored; did you mean"
                                + " channel_ids?");
    }

    @Test
    void keysOfTheOtherRoutingModeOrOfAnotherToolAreNamedInAFileThatIsNoExport() throws Exception {
        Files.writeString(folder.resolve("rules.yaml"), """
                x-conditions: &x [{ key: labels.a, oper: IN, vals: [x], note: y }]
                cases:
                  - { if: *x, channels: [night], name_mapping_label: labels.team }
                  - if: *x
                    routing_mode: name_mapping
                    name_mapping_label: team
                    channels: [night]
                    channel_ids: []
                  - { conditions: [], channels: [payments], continue: true, name_mapping_label: ' ' }
                default: { channels: [payments], severity: Info }
                """);

        ConfigReview review = review("""
                integrations:
                  - { name: a, key: a-long-key, routes: rules.yaml }
                """ + CHANNELS);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .filteredOn(warning -> warning.contains("ignored") || warning.contains("without meaning"))
                .satisfiesExactly(
                        w -> assertThat(w)
                                .startsWith("rules.yaml:1:63: cases[0].if[0].note: ")
                                .contains("key, oper"),
                        w -> assertThat(w).startsWith("rules.yaml:1:63: cases[1].if[0].note: "),
                        w -> assertThat(w)
                                .isEqualTo("rules.yaml:3:54: cases[0].name_mapping_label: warning: without meaning, as"
                                        + " the routing_mode is standard; leave it out, or write routing_mode:"
                                        + " name_mapping"),
                        w -> assertThat(w)
                                .startsWith("rules.yaml:7:15: cases[1].channels: warning: without meaning")
                                .endsWith("write routing_mode: standard"),
                        w -> assertThat(w)
                                .startsWith("rules.yaml:9:19: cases[2].conditions: ")
                                .contains("one of if,"),
                        w -> assertThat(w).startsWith("rules.yaml:9:55: cases[2].continue: "),
                        w -> assertThat(w).startsWith("rules.yaml:10:44: default.severity: "));
    }

    @Test
    void whatFlashdutyLeavesInItsExportIsNotWarnedOf() throws Exception {
        Files.writeString(folder.resolve("rules.json"), """
                {"request_id": "0ace", "data": {"integration_id": 9, "status": "enabled", "cases": [
                  {"if": [{"key": "labels.a", "oper": "IN", "vals": ["x"], "id": 1}], "channel_ids": [7],
                   "routing_mode": "standard", "name_mapping_label": "x", "priority": 1},
                  {"if": [{"key": "labels.b", "oper": "IN", "vals": ["x"]}], "channel_ids": [7],
                   "routing_mode": "name_mapping", "name_mapping_label": "team"}],
                  "default": {"channel_ids": [7], "enabled": true}}}
                """);

        ConfigReview review = review("""
                integrations:
                  - { name: a, key: a-long-key, routes: rules.json }
                  - { name: b, key: b-long-key, channel: night }
                """ + CHANNELS);

        assertThat(review.warnings()).extracting(ConfigWarning::file).doesNotContain("rules.json");
    }

    @Test
    void anExampleThatGoesElsewhereIsShownWithTheDifferenceAndTheReason() throws Exception {
        ConfigReview review = review(rules("""
                - { labels: { team: pay }, channels: [payments] }
                - { name: at night, labels: { team: pay }, severity: Info, channels: [night] }
                - { labels: { team: other, n: 1 }, title: x, channels: [night] }
                """));

        assertThat(review.examples()).isEqualTo(Map.of("a", 3));
        assertThat(review.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.toString())
                        .isEqualTo(
                                "relay.yaml:11:11: integrations[0].routes.examples[1] \"at night\": found payments by case 1"
                                        + " (labels.team IN pay), expected night (missing night; besides payments)"));
    }

    @Test
    void anExampleHasTheIntegrationsIdAndDefaultSeverity() throws Exception {
        ConfigReview review = review("""
                integrations:
                  - name: a
                    id: 6.042e12
                    key: a-long-key
                    default_severity: Info
                    routes:
                      cases:
                        - if:
                            - { key: severity, oper: IN, vals: [Info] }
                            - { key: data_source_id, oper: IN, vals: [6.042E12] }
                            - { key: data_source_id, oper: IN, vals: [6042000000000] }
                          channels: [payments]
                      default: { channels: [night] }
                      examples: [{ channels: [payments] }]
                """ + CHANNELS);

        assertThat(review.failed()).isEmpty();
    }

    @Test
    void aSettingOfKafkaThatAShellWouldHaveReplacedIsWarnedOfAndNotShown() throws Exception {
        ConfigReview review = review("""
                kafka:
                  brokers: a:1
                  properties:
                    sasl.jaas.config: $KAFKA_JAAS
                    ssl.truststore.password: '"changeit"'
                    ssl.keystore.password: p$w
                    ssl.key.password: '${DOLLAR}'
                    ssl.keystore.key: '"changeit'''
                    ssl.keystore.type: '${QUOTED}'
                integrations: [{ name: a, key: a-long-key, channel: payments }]
                self_alert: { channel: night }
                """ + CHANNELS, Map.of("DOLLAR", "$changeit", "QUOTED", "'changeit'"));

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .allSatisfy(w -> assertThat(w)
                        .contains(": warning: Kafka gets it exactly as it is written;")
                        .doesNotContain("KAFKA_JAAS", "changeit"))
                .satisfiesExactly(
                        w -> assertThat(w)
                                .startsWith("relay.yaml:4:23: kafka.properties.sasl.jaas.config:")
                                .endsWith("if a variable is meant write ${NAME}, with braces"),
                        w -> assertThat(w)
                                .startsWith("relay.yaml:5:30: kafka.properties.ssl.truststore.password:")
                                .endsWith("if quotes around it are not a part of it leave them out"),
                        w -> assertThat(w).startsWith("relay.yaml:9:24: kafka.properties.ssl.keystore.type:"));
    }

    @Test
    void aConditionOnTheIdOfAnIntegrationThatHasNoneIsWarnedOf() throws Exception {
        ConfigReview review = review("""
                integrations:
                  - name: a
                    key: a-long-key
                    routes:
                      cases:
                        - if:
                            - { key: severity, oper: IN, vals: [Info] }
                            - { key: data_source_id, oper: IN, vals: [6042] }
                          channels: [payments]
                        - if: [{ key: data_source_id, oper: NOTIN, vals: [6042] }, { key: title, oper: IN, vals: [x] }]
                          channels: [payments]
                      default: { channels: [night] }
                  - name: b
                    id: 1
                    key: b-long-key
                    routes:
                      cases: [{ if: [{ key: data_source_id, oper: IN, vals: [6042] }], channels: [payments] }]
                      default: { channels: [night] }
                """ + CHANNELS);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .containsExactly(
                        "relay.yaml:8:15: integrations[0].routes.cases[0].if[1]: warning: there is no"
                                + " integrations[0].id, so it never holds; give the integration the id that it has in"
                                + " Flashduty",
                        "relay.yaml:10:16: integrations[0].routes.cases[1].if[0]: warning: there is no"
                                + " integrations[0].id, so it always holds; give the integration the id that it has in"
                                + " Flashduty");
    }

    @Test
    void examplesBesideTheDataOfAnExportAreRunAndRulesThereAreAMistake() throws Exception {
        String export = """
                {"request_id": "0ace", "data": {
                   "cases": [{"if": [{"key": "labels.a", "oper": "IN", "vals": ["x"]}], "channel_ids": [7]}],
                   "default": {"channels": ["night"]},
                   "examples": [{"channels": ["night"]}]},
                 "examples": [{"labels": {"a": "x"}, "channels": ["night"]}, {"channels": ["night"]}]
                """;
        String config = """
                integrations:
                  - { name: a, key: a-long-key, routes: rules.json }
                """ + CHANNELS;
        Files.writeString(folder.resolve("rules.json"), export + "}");

        ConfigReview review = review(config);

        assertThat(review.examples()).isEqualTo(Map.of("a", 3));
        assertThat(review.failed())
                .singleElement()
                .asString()
                .startsWith("rules.json:5:15: examples[0]: found payments by case 1");

        Files.writeString(folder.resolve("rules.json"), export + ", \"cases\": [], \"data\": {}}");

        assertThat(catchThrowableOfType(InvalidConfigException.class, () -> review(config))
                        .problems())
                .extracting(ConfigProblem::path, ConfigProblem::found)
                .map(Object::toString)
                .containsExactlyInAnyOrder(
                        "(\"cases\", \"rules outside data, which has rules too\")",
                        "(\"data\", \"the key a second time\")");
    }

    @Test
    void aMistakeInAnExampleIsAMistake() {
        InvalidConfigException e = catchThrowableOfType(
                InvalidConfigException.class, () -> new ConfigLoader(Map.of()).load(rules("""
                        - { channels: [payment] }
                        - { labels: x, channels: [night] }
                        - { severity: critical, channels: [night] }
                        - { label: { a: b }, channels: [night] }
                        - { labels: { a: b } }
                        """), "relay.yaml", folder));

        assertThat(e.problems())
                .extracting(ConfigProblem::path)
                .containsExactly(
                        "integrations[0].routes.examples[0].channels[0]",
                        "integrations[0].routes.examples[1].labels",
                        "integrations[0].routes.examples[2].severity",
                        "integrations[0].routes.examples[3].label",
                        "integrations[0].routes.examples[4].channels");
    }

    @Test
    void aPushUrlWithoutAKeyOrOfAnotherKindOrOfAnotherChannelIsWarnedOf() throws Exception {
        ConfigReview review = review("""
                integrations:
                  - { name: a, key: a-long-key, channel: payments }
                  - { name: b, key: b-long-key, channel: night }
                  - { name: c, key: c-long-key, channel: third }
                  - { name: d, key: d-long-key, channel: fourth }
                  - { name: e, key: e-long-key, channel: fifth }
                channels:
                  - { name: fourth, push_url: 'https://example.com/event/push/alert/standard?integration_ke=SECRET' }
                  - { name: fifth, push_url: 'https://example.com/event/push/alert/standard?integration_key=%20&a=SECRET' }
                  - { name: payments, push_url: 'https://example.com/event/push/alert/standard' }
                  - { name: night, push_url: 'https://example.com/event/push/alert/prometheus?integration_key=SECRET' }
                  - { name: third, push_url: 'https://example.com/event/push/alert/prometheus?integration_key=SECRET' }
                """);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .noneMatch(w -> w.contains("SECRET"))
                .satisfiesExactly(
                        w -> assertThat(w)
                                .startsWith("relay.yaml:8:31: channels[0].push_url: warning: ")
                                .contains("no integration_key"),
                        w -> assertThat(w).contains("channels[1].push_url").contains("no integration_key"),
                        w -> assertThat(w).contains("channels[2].push_url").contains("no integration_key"),
                        w -> assertThat(w).contains("channels[3].push_url").contains("of the kind prometheus"),
                        w -> assertThat(w).contains("channels[4].push_url").contains("of the kind prometheus"),
                        w -> assertThat(w).contains("the same as channels[3].push_url"));
    }

    @Test
    void aTemplateOfALabelThatTheRelayWritesItselfIsWarnedOf() throws Exception {
        ConfigReview review = review("""
                integrations:
                  - name: a
                    key: a-long-key
                    channel: payments
                    event:
                      labels: { starts_at: '{annotations.since}', relay_id: x, team: y }
                  - name: b
                    key: b-long-key
                    channel: night
                    event:
                      request_id_label: false
                      labels: { relay_id: x }
                """ + CHANNELS);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .satisfiesExactly(
                        w -> assertThat(w)
                                .startsWith("relay.yaml:6:28: integrations[0].event.labels.starts_at: warning: ")
                                .contains("another name"),
                        w -> assertThat(w)
                                .startsWith("relay.yaml:6:61: integrations[0].event.labels.relay_id: warning: ")
                                .contains("the request id", "request_id_label"));
    }

    @Test
    void aPlaceholderInTwoBracesIsWarnedOfBecauseItIsLiteral() throws Exception {
        ConfigReview review = new ConfigLoader(Map.of("TITLE", "{{ .Annotations.secret }}"))
                .review("""
                integrations:
                  - name: a
                    key: a-long-key
                    channel: payments
                    event:
                      title: ${TITLE}
                      labels:
                        team: '{{ labels.owner }}'
                        env: 'x-{{{{ .ExternalURL }}}}'
                        host: '{{ $labels.host }}'
                        right: '{{{labels.x}}} {{labelled}} {labels.y} {{x}}'
                  - { name: b, key: b-long-key, channel: night }
                """ + CHANNELS, "relay.yaml", folder);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .satisfiesExactly(
                        w -> assertThat(w)
                                .startsWith("relay.yaml:6:14: integrations[0].event.title: warning: {{ stands for")
                                .doesNotContain("secret"),
                        w -> assertThat(w)
                                .isEqualTo(
                                        "relay.yaml:8:15: integrations[0].event.labels.team: warning: {{ stands for a"
                                                + " brace, so no value is put in here; write {labels.<name>},"
                                                + " {annotations.<name>}, {externalURL} or {generatorURL}, in single braces"),
                        w -> assertThat(w).startsWith("relay.yaml:9:14: integrations[0].event.labels.env: "),
                        w -> assertThat(w).startsWith("relay.yaml:10:15: integrations[0].event.labels.host: "));
    }

    @Test
    void aTemplateOfALabelWhoseValueIsProbablyNotTheOneThatIsMeantIsWarnedOf() throws Exception {
        ConfigReview review = review("""
                integrations:
                  - name: a
                    key: a-long-key
                    channel: payments
                    event:
                      title: '{labels.team} '
                      labels:
                        team: |
                          payments
                        owner: '{labels.team|labels.owner}'
                        env: ' {labels.env}'
                        zone: >-
                          {labels.zone} {annotations.team} {labels.other}
                        none: ' '
                  - { name: b, key: b-long-key, channel: night, event: { labels: { x: '{labels.team}' } } }
                """ + CHANNELS);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .satisfiesExactly(
                        w -> assertThat(w)
                                .isEqualTo("relay.yaml:8:15: integrations[0].event.labels.team: warning: it ends with"
                                        + " white space, which the label's value then has; write it on one line, or as"
                                        + " a block with >-"),
                        w -> assertThat(w)
                                .isEqualTo("relay.yaml:10:16: integrations[0].event.labels.owner: warning: labels.team"
                                        + " in it is the alert's own label, not what the template makes of it; write"
                                        + " here what that template has"),
                        w -> assertThat(w)
                                .startsWith("relay.yaml:11:14: integrations[0].event.labels.env: warning: it begins"));
    }

    @Test
    void aBackspaceThatWasMeantAsTheBoundaryOfAWordIsWarnedOfInYamlAndJson() throws Exception {
        Files.writeString(
                folder.resolve("rules.json"),
                "{\"cases\":[{\"if\":[{\"key\":\"labels.env\",\"oper\":\"NOTIN\",\"vals\":[\"/\\bprod\\b/\"]}],"
                        + "\"channels\":[\"payments\"]}],\"default\":{\"channels\":[\"night\"]}}");
        ConfigReview review = review("""
                integrations:
                  - { name: a, key: a-long-key, routes: rules.json }
                  - name: b
                    key: b-long-key
                    routes:
                      cases: [{ if: [{ key: title, oper: IN, vals: ["/\\bprod/", '/\\bprod/'] }], channels: [payments] }]
                      default: { channels: [night] }
                """ + CHANNELS);

        assertThat(review.warnings())
                .extracting(ConfigWarning::toString)
                .satisfiesExactly(
                        w -> assertThat(w)
                                .startsWith("relay.yaml:6:")
                                .contains("vals[0]: warning: it has the character U+0008"),
                        w -> assertThat(w).startsWith("rules.json:1:").contains("U+0008; within double quotes"));
    }

    @Test
    void rulesThatWereCutOffAreCalledSoWithTheLineWhereThatBegan() throws Exception {
        Files.writeString(
                folder.resolve("rules.json"), "{\"cases\":[\n {\"if\":[{\"key\":\"title\",\n  \"vals\":[\"a\"");

        InvalidConfigException e = catchThrowableOfType(
                InvalidConfigException.class,
                () -> review("integrations:\n  - { name: a, key: a-long-key, routes: rules.json }\n" + CHANNELS));

        assertThat(e.problems())
                .singleElement()
                .asString()
                .startsWith("rules.json:3:10: ")
                .contains("it is truncated");
    }

    private static String rules(String examples) {
        return """
                integrations:
                  - name: a
                    key: a-long-key
                    routes:
                      cases:
                        - if: [{ key: labels.team, oper: IN, vals: [pay] }]
                          channels: [payments]
                      default: { channels: [night] }
                      examples:
                """ + examples.indent(8) + CHANNELS;
    }

    private ConfigReview review(String yaml) throws InvalidConfigException {
        return review(yaml, Map.of());
    }

    private ConfigReview review(String yaml, Map<String, String> environment) throws InvalidConfigException {
        return new ConfigLoader(environment).review(yaml, "relay.yaml", folder);
    }
}
