package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One mistake is said once, where it is, and hides no other. */
class MistakesTest {
    private static final String INTEGRATIONS = "integrations: [{ name: a, key: a-long-key, channel: c }]\n";
    private static final String CHANNELS = "channels: [{ name: c, id: 1, push_url: 'https://example.com/' }]\n";

    @ParameterizedTest(name = "{0} => {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server: { port: 99999 }\\nmanagement: { port: 8080 } | server.port | \"99999\"",
                "server: { port: 8081 }                               | server.port | management.port is the same, by default",
                "kafka: { port: 8082 }\\nsandbox: {}                  | kafka.port  | sandbox.port is the same, by default",
                "kafka: { brokers: embeded }                          | kafka.brokers | did you mean embedded?",
                "kafka: { brokers: 'a:99999' }                        | kafka.brokers | \"a:99999\"",
                "kafka: { brokers: 'a:1,' }                           | kafka.brokers | \"a:1,\"",
                "kafka: { data: '${X:?must be set}' }                 | kafka.data  | ${X:?…}, a form of the shell",
                "kafka: { data: \"a\\0b\" }                           | kafka.data  | a folder",
                "kafka: { brokers: 'a:1', properties: { a: 1, a: 2 } } | kafka.properties.a | a second time",
                "kafka: { brokers: 'a:1', properties: { a: [1] } }    | kafka.properties.a | a list",
                "kafka: { brokers: 'a:1', properties: { a: } }        | kafka.properties.a | nothing",
                "channels: [7]                                        | channels[0] | a single value",
                "chanels: []                                          | chanels     | did you mean channels?",
                "channels: [{ name: c, push_url: 'http://a/', format: standrd }] | channels[0].format | did you mean standard?",
                "channels: [{ name: c, push_url: 'https://my_host.example/p?k=v' }] | channels[0].push_url | the character _ in the host",
                "channels: [{ name: c, push_url: 'https://my_host:8443/p_q' }] | channels[0].push_url | the character _ in the host",
                "channels: [{ name: c, push_url: 'https://a/{{path}}?k=v' }] | channels[0].push_url | {{ or }} in it",
                "channels: [{ name: c, push_url: 'https://a/p?k={{key}}' }] | channels[0].push_url | {{ or }} in it",
                "channels: [{ name: c, push_url: 'http://a:99999/' }] | channels[0].push_url | not shown",
                "channels: [{ name: c, push_url: \"http://a/\\n\" }]  | channels[0].push_url | white space at an end",
                "channels: [{ name: ' ', push_url: 'http://a/' }]     | channels[0].name | not all of them spaces",
                "channels: [{ name: \"a\\u0085\", push_url: 'http://a/' }] | channels[0].name | control character",
                "kafka: { brokers: 'a:1', properties: { ssl.truststore.password:changeit } }"
                        + " | kafka.properties.ssl.truststore.password | found no space after the colon, expected ssl.truststore.password: value",
                "kafka: { brokers: 'a:1', properties: { ssl.truststore.password=changeit } }"
                        + " | kafka.properties.ssl.truststore.password | = in place of a colon and a space",
                "channels: [{ name: c, push_url:https://a/p?integration_key=changeit }] | channels[0].push_url | no space after the colon",
                "channels: [{ name: c, push_url：https://a/p?integration_key=changeit }] | channels[0].push_url | ： in place of a colon",
                "integrations: [{ name: a, key:changeit-0123, channel: c }] | integrations[0].key | found no space after the colon",
                "integrations: [{ name: a, channel: c, key:changeit-0123 x: 1 }] | integrations[0].key | no space after the colon",
                "integrations: [{ name: a, key changeit-0123, channel: c }] | integrations[0].key | no value after a colon",
                "integrations: [{ name: a, key；changeit-0123, channel: c }] | integrations[0].key | ； in place of a colon",
                "integrations: [{ name: a, key\"changeit\", channel: c }] | integrations[0].key | no value after a colon",
                "integrations: [{ name: a, key->changeit, channel: c }] | integrations[0].key | expected key: value",
                "integrations: [{ name: a, keychangeit-0123, channel: c }] | integrations[0].key"
                        + " | an unknown key without a value that begins so, the rest of which is not shown, expected key: value, or one of",
                "integrations: [{ name: a, key: a-long-key, changeit-0123, channel: c }] | integrations[0]"
                        + " | an unknown key without a value, which is not shown, expected one of",
                "integrations: [{ name: a, key: a-long-key, changeit0123==, channel: c }] | integrations[0] | which is not shown",
                "integrations: [{ name: a, key: a-long-key, channel: c, sevrity }] | integrations[0].sevrity | did you mean severity?",
                "kafka: { brokers: 'a:1', properties: { ssl.truststore.password；changeit } }"
                        + " | kafka.properties.ssl.truststore.password | ； in place of a colon",
                "integrations: [{ name: a, key: !secret arms_key, channel: c }] | integrations[0].key"
                        + " | found a tag, because it begins with !, expected a value, in quotes if it begins with !; for a secret ${NAME} or ${file:/path}",
                "kafka: { brokers: 'a:1', properties: { ssl.truststore.password: !changeit } } | kafka.properties.ssl.truststore.password | found a tag",
                "kafka: { brokers: 'a:1', properties: { ssl.truststore.password: !!changeit x } } | kafka.properties.ssl.truststore.password | found a tag",
                "integrations: [{ name: a, key: a-long-key, routes: { cases: [{ if: [{ key: title, oper: IN, vals: [!x y] }],"
                        + " channels: [c] }], default: { channels: [c] } } }]"
                        + " | integrations[0].routes.cases[0].if[0].vals[0] | found a tag",
                "integrations: [{ name: a, key: a-long-key, routes: { default: { channels: [c] }, cases: !include y } }]"
                        + " | integrations[0].routes.cases | found a tag, because it begins with !, expected a list",
                "integrations: [{ name: a, key: '\"changeit-0123\"', channel: c }] | integrations[0].key | with quotes around it",
                "integrations: [{ name: a, key: $ARMS_KEY_OF_changeit, channel: c }] | integrations[0].key"
                        + " | with a $ without the braces of ${NAME}",
                "channels: [{ name: c, push_url: $FLASHDUTY_URL }] | channels[0].push_url | a $ without the braces",
                "channels: [{ name: c, push_url: \"'https://a/p?integration_key=changeit'\" }] | channels[0].push_url | quotes around it",
                "kafka: { brokers: 'a:1', properties: 'a=b' } | kafka.properties | found a single value, expected a mapping of names to values",
                "integrations: [{ name: a, key: a-long-key, channel: c, severity: Critical }] | integrations[0].severity"
                        + " | found a single value, expected a mapping of words to Critical, Warning, Info or Ok; for all alerts write default_severity",
                "integrations: [{ name: a, key: a-long-key, channel: c, event: { labels: [team] } }]"
                        + " | integrations[0].event.labels | found a list, expected a mapping of names to values",
                "integrations: [7]                                    | integrations[0] | a single value",
                "integrations: [{ name: a, key: a-long-key, channel: c, default_severity: warning }]"
                        + " | integrations[0].default_severity | did you mean Warning?",
                "integrations: [{ name: a, key: a-long-key, channel: c, severity: { fatal: critical } }]"
                        + " | integrations[0].severity.fatal | did you mean Critical?",
                "integrations: [{ name: a, key: a-long-key, channel: c, severity: { fatal: Critical, FATAL: Info } }]"
                        + " | integrations[0].severity.FATAL | the same as integrations[0].severity.fatal",
                "integrations: [{ name: a, key: a-long-key, channel: c, severity: [fatal] }]"
                        + " | integrations[0].severity | a list",
                "integrations: [{ name: a, key: a-long-key, channel: c, id: 5 }, { name: b, key: b-long-key, channel: c, id: 5 }]"
                        + " | integrations[1].id | the same as integrations[0].id",
                "integrations: [{ name: a, keys: [a-long-key, a-long-key], channel: c }]"
                        + " | integrations[0].keys[1].key | the same as integrations[0].keys[0].key",
                "integrations: [{ name: a, keys: [{ key: a-long-key, not_after: soon }], channel: c }]"
                        + " | integrations[0].keys[0].not_after | a time such as 2026-12-31T00:00:00+08:00",
                "integrations: [{ name: a, keys: [], channel: c }]     | integrations[0].keys | a list with at least one",
                "integrations: [{ name: a, channel: c }]               | integrations[0].key | nothing",
                "integrations: [{ name: a, key: a-long-key, channel: c, event: { request_id_label: starts_at } }]"
                        + " | integrations[0].event.request_id_label | \"starts_at\"",
                "integrations: [{ name: a, key: a-long-key, channel: c, event: { request_id_label: No } }]"
                        + " | integrations[0].event.request_id_label | \"No\", expected false for none, or",
                "integrations: [{ name: a, key: a-long-key, channel: c, event: { labels: { x: ok, y: '{z' } } }]"
                        + " | integrations[0].event.labels.y | a template with a mistake",
            })
    void isSaidOnce(String yaml, String path, String text) {
        String unescaped = yaml.replace("}\\n", "}\n");
        boolean channels = yaml.startsWith("channels") || yaml.startsWith("chanels");
        String whole =
                unescaped + "\n" + (yaml.startsWith("integrations") ? "" : INTEGRATIONS) + (channels ? "" : CHANNELS);

        assertThat(problems(whole))
                .filteredOn(problem -> !problem.path().equals("channels"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo(path);
                    assertThat(problem.toString()).contains(text).doesNotContain("changeit");
                    assertThat(problem.line()).isPositive();
                    assertThat(problem.column()).isPositive();
                });
    }

    @Test
    void mistakesInTheFormOfRulesDoNotHideThoseInTheirMeaning() {
        assertThat(problems("""
                        integrations:
                          - name: a
                            key: a-long-key
                            routes:
                              cases:
                                - if: [{ key: labels.a, oper: IN, vals: ["/(/"] }]
                                  chanels: [c]
                                - text
                                - if: none
                                  fallthrough: often
                                  channel_ids: [1, x, 2]
                                  channels: [c, d]
                              default: { channels: [cc, [1]] }
                        """ + CHANNELS))
                .extracting(ConfigProblem::line, ConfigProblem::path)
                .map(Object::toString)
                .containsExactly(
                        "(6, \"integrations[0].routes.cases[0].if[0].vals[0]\")",
                        "(7, \"integrations[0].routes.cases[0].chanels\")",
                        "(8, \"integrations[0].routes.cases[1]\")",
                        "(9, \"integrations[0].routes.cases[2].if\")",
                        "(10, \"integrations[0].routes.cases[2].fallthrough\")",
                        "(11, \"integrations[0].routes.cases[2].channel_ids[1]\")",
                        "(11, \"integrations[0].routes.cases[2].channel_ids[2]\")",
                        "(12, \"integrations[0].routes.cases[2].channels[1]\")",
                        "(13, \"integrations[0].routes.default.channels[0]\")",
                        "(13, \"integrations[0].routes.default.channels[1]\")");
    }

    @Test
    void aKeyOfRulesThatOccursTwiceIsShownWhereItStandsForTheSecondTime() {
        assertThat(problems("""
                        integrations:
                          - name: a
                            key: a-long-key
                            routes:
                              cases:
                                - channels: [c]
                                  fallthrough: true
                                  fallthrough: false
                              default: { channels: [c] }
                              examples:
                                - channels: [c]
                                  labels: { team: a, team: b }
                                  channels: [c]
                        """ + CHANNELS))
                .extracting(ConfigProblem::line, ConfigProblem::column, ConfigProblem::path, ConfigProblem::found)
                .map(Object::toString)
                .containsExactly(
                        "(8, 11, \"integrations[0].routes.cases[0].fallthrough\", \"the key a second time\")",
                        "(12, 30, \"integrations[0].routes.examples[0].labels.team\", \"the key a second time\")",
                        "(13, 11, \"integrations[0].routes.examples[0].channels\", \"the key a second time\")");
    }

    @Test
    void channelsThatCouldNotBeReadAreNotMissedByTheRulesThatNameThem() {
        assertThat(problems("""
                        integrations:
                          - name: a
                            key: a-long-key
                            routes: { cases: [{ channels: [c] }], default: { channel_ids: [1] } }
                        """ + CHANNELS.replace("channels", "chanels")))
                .extracting(ConfigProblem::path)
                .containsExactlyInAnyOrder("channels", "chanels");
    }

    @Test
    void aSectionWithoutContentIsOneWithAllDefaults() throws Exception {
        RelayConfig config =
                new ConfigLoader(Map.of()).load("sandbox:\n" + INTEGRATIONS + CHANNELS, "relay.yaml", Path.of(""));

        assertThat(config.sandbox()).contains(new SandboxSettings(8082));
    }

    private static List<ConfigProblem> problems(String yaml) {
        InvalidConfigException e = catchThrowableOfType(
                InvalidConfigException.class, () -> new ConfigLoader(Map.of()).load(yaml, "relay.yaml", Path.of("")));
        assertThat(e).as("mistakes in " + yaml).isNotNull();
        return e.problems();
    }
}
