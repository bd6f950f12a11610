package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    private static final Environment ENVIRONMENT =
            new Environment(Map.of("A", "one", "EMPTY", "", "NESTED", "${A}", "MONEY", "$1\\2"));

    @ParameterizedTest(name = "{0} => {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "plain            | plain",
                "${A}             | one",
                "<${A}${A}>       | <oneone>",
                "${A:other}       | one",
                "${NONE:other}    | other",
                "${NONE:}x        | x",
                "${NONE:a:b/c?d}  | a:b/c?d",
                "${EMPTY:other}x  | x",
                "$${A}            | ${A}",
                "$${NONE}${A}     | ${NONE}one",
                "${NESTED}        | ${A}",
                "${MONEY}         | $1\\2",
                "$A {A} $ 5$      | $A {A} $ 5$",
            })
    void replacesReferences(String text, String expected) {
        Environment.Resolved resolved = ENVIRONMENT.resolve(text);

        assertThat(resolved.usable()).isTrue();
        assertThat(resolved.text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${}", "${MY-KEY}", "${1A}", "${A", "${ A }", "a${labels.x}"})
    void whatOnlyLooksLikeAReferenceIsAMistake(String text) {
        assertThat(ENVIRONMENT.resolve(text).malformed()).isTrue();
    }

    @Test
    void aValueThatTheJvmCouldNotReadIsAMistakeWhereItIsUsed() {
        Environment environment = new Environment(Map.of("TEAM", "\uFFFD\uFFFD", "A", "one"));

        assertThat(environment.resolve("${A}").usable()).isTrue();
        assertThat(environment.resolve("${A}${TEAM}").unreadable()).containsExactly("TEAM");
        assertThat(environment.resolve("${A}${TEAM}").usable()).isFalse();
    }

    @Test
    void namesEveryVariableThatIsMissing() {
        assertThat(ENVIRONMENT.resolve("${X}${A}${Y:y}${Z}").undefined()).containsExactly("X", "Z");
    }

    @Test
    void tellsWhatCameFromTheEnvironmentFromADefault() {
        assertThat(ENVIRONMENT.resolve("x${A}").fromEnvironment()).isTrue();
        assertThat(ENVIRONMENT.resolve("x${NONE:y}").fromEnvironment()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka: { brokers: '${S}' }",
                "kafka: { prefix: '${S}' }",
                "kafka: { brokers: 'a:1', min_insync_replicas: '${N}', replication: 1 }",
                "kafka: { brokers: 'a:1', min_insync_replicas: 9, replication: '${N}' }",
                "server: { port: 7 }\nmanagement: { port: '${N}' }",
                "flashduty: { account_rate: '${S}' }",
                "integrations: [{ name: '${S}', key: a-long-key, channel: c }]",
                "integrations: [{ name: a, key: '${S}', channel: c }]",
                "integrations: [{ name: a, key: a-long-key, channel: '${S}' }]",
                "integrations: [{ name: a, key: a-long-key, routes: '${S}' }]",
                "integrations: [{ name: a, key: a-long-key, channel: c, default_severity: '${S}' }]",
                "integrations: [{ name: a, key: a-long-key, channel: c, event: { title: '{${S}' } }]",
                "integrations: [{ name: a, key: a-long-key, channel: c, event: { labels: { x: '{${S}' } } }]",
                "channels: [{ name: c, push_url: '${S}' }]",
                "channels: [{ name: c, push_url: 'https://example.com/', format: '${S}' }]",
            })
    void noMistakeShowsAValueOfTheEnvironment(String yaml) {
        String whole = yaml + "\n"
                + (yaml.startsWith("integrations") ? "" : "integrations: [{ name: a, key: a-long-key, channel: c }]\n")
                + (yaml.startsWith("channels") ? "" : "channels: [{ name: c, push_url: 'https://example.com/' }]\n");

        InvalidConfigException e = catchThrowableOfType(
                InvalidConfigException.class,
                () -> new ConfigLoader(Map.of("S", "standarts are secret!", "N", "7"))
                        .load(whole, "relay.yaml", Path.of("")));

        assertThat(e).isNotNull();
        assertThat(e.problems())
                .allSatisfy(problem -> assertThat(problem.toString())
                        .doesNotContain("secret")
                        .doesNotContain("standarts")
                        .doesNotContain("found \"7\"")
                        .doesNotContain("which is 7"));
    }
}
