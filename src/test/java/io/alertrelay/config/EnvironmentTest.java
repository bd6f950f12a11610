package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
    private static final Environment ENVIRONMENT =
            environment(Map.of("A", "one", "EMPTY", "", "NESTED", "${A}", "MONEY", "$1\\2"));

    @TempDir
    private Path folder;

    @Test
    void replacesAFileByItsContentWithoutTheLineBreakAtItsEnd() throws Exception {
        Files.writeString(folder.resolve("key"), "${A}\nß\r\n");
        Set<Path> named = new HashSet<>();

        Environment.Resolved resolved =
                new Environment(Map.of(), new SecretFiles(folder, named::add)).resolve("<${file:key}>");

        assertThat(resolved.text()).isEqualTo("<${A}\nß>");
        assertThat(resolved.fromEnvironment()).isTrue();
        assertThat(named).containsExactly(folder.resolve("key"));
    }

    @Test
    void aByteOrderMarkAtTheBeginningOfAFileIsNoPartOfTheSecret() throws Exception {
        Files.writeString(folder.resolve("key"), "\uFEFFsecret\n");

        assertThat(new Environment(Map.of(), new SecretFiles(folder, file -> {}))
                        .resolve("${file:key}")
                        .text())
                .isEqualTo("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${NONE:${A}}", "${A:${NONE}}", "${NONE:$${A}"})
    void aReferenceInADefaultIsAMistakeBecauseItWouldBeTakenLiterally(String text) {
        assertThat(environment(Map.of("A", "one")).resolve(text).malformed()).isTrue();
    }

    @Test
    void namesAFileThatCanNotBeReadAndWhy() throws Exception {
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff});
        Files.write(folder.resolve("large"), new byte[(64 << 10) + 1]);
        Environment environment = new Environment(Map.of(), new SecretFiles(folder, file -> {}));

        Environment.Resolved resolved = environment.resolve("${file:none}${file:bytes}${file:large}${file:.}");

        assertThat(resolved.usable()).isFalse();
        assertThat(resolved.unreadableFiles())
                .containsExactly(
                        "none, which is not there",
                        "bytes, which is not UTF-8",
                        "large, which has more than 64 KiB",
                        "., which is no file");
    }

    private static Environment environment(Map<String, String> variables) {
        return new Environment(variables, new SecretFiles(Path.of(""), file -> {}));
    }

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
                "${NONE:-other}   | other",
                "${EMPTY:-other}  | other",
                "${A:-other}      | one",
                "${NONE:-}x       | x",
                "${NONE:--1}      | -1",
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

    @ParameterizedTest
    @ValueSource(strings = {"A:?", "NONE:?", "A:+", "NONE:+", "A:=", "NONE:="})
    void anotherFormOfTheShellIsNotTakenForADefault(String begin) {
        Environment.Resolved resolved = ENVIRONMENT.resolve("${" + begin + "text}");

        assertThat(resolved.foreign()).containsExactly(begin);
        assertThat(resolved.usable()).isFalse();
        assertThat(resolved.text()).isEmpty();
    }

    @Test
    void aValueThatTheJvmCouldNotReadIsAMistakeWhereItIsUsed() {
        Environment environment = environment(Map.of("TEAM", "\uFFFD\uFFFD", "A", "one"));

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
        assertThat(ENVIRONMENT.resolve("x${EMPTY:-y}").fromEnvironment()).isFalse();
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
