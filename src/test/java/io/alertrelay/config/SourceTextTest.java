package io.alertrelay.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTextTest {
    private static final String INTEGRATIONS = "integrations: [{ name: a, key: a-long-key, channel: b }]\n";
    private static final String CHANNELS = "channels: [{ name: b, id: 1, push_url: \"https://example.com/\" }]\n";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF" + INTEGRATIONS + CHANNELS, "# 告警 😀\r\n" + INTEGRATIONS + "\r\n" + CHANNELS})
    void takesWhatEditorsOnWindowsWrite(String text) throws Exception {
        assertThat(load(text, StandardCharsets.UTF_8).channels()).hasSize(1);
    }

    /** A character of two chars at the end of the parser's buffer of 1,024. */
    @Test
    void anEmojiMayStandAnywhere() throws Exception {
        for (int before : IntStream.of(1_024, 2_048)
                .flatMap(end -> IntStream.range(end - 8, end + 8))
                .toArray()) {
            String text = "# " + "x".repeat(before) + "😀\n" + INTEGRATIONS + CHANNELS;
            assertThat(load(text, StandardCharsets.UTF_8).channels()).hasSize(1);
            assertThat(load("# 😀" + text, StandardCharsets.UTF_8).channels()).hasSize(1);
        }
    }

    @Test
    void bytesThatAreNotUtf8HaveTheirPlace() {
        assertThat(problems(INTEGRATIONS + "channels: [{ name: é }]", StandardCharsets.ISO_8859_1))
                .containsExactly(":2:20: found bytes that are not UTF-8, expected a file in UTF-8");
    }

    @Test
    void aControlCharacterHasItsPlace() {
        assertThat(problems("# 😀😀\r\n# \u0007", StandardCharsets.UTF_8))
                .singleElement()
                .asString()
                .startsWith(":2:3: found the character U+0007, which is not printable");
    }

    @Test
    void nestingIsLimitedAndDoesNotOverflowTheStack() {
        String deep = "x: " + "[".repeat(50_000) + "]".repeat(50_000);

        assertThat(problems(deep, StandardCharsets.UTF_8))
                .containsExactly(":1:53: found lists and mappings within each other, expected at most 50 levels");
    }

    @Test
    void aliasesAreTakenUpToALimit() throws Exception {
        String channels = """
                channels:
                  - { name: b, push_url: &url "https://example.com/", rate: &rate 5/s }
                  - { name: c, push_url: *url, rate: *rate }
                """;
        assertThat(load(INTEGRATIONS + channels, StandardCharsets.UTF_8)
                        .channels()
                        .get(1)
                        .rate()
                        .permits())
                .isEqualTo(5);

        assertThat(problems("a: &a [x]\nb: [" + "*a, ".repeat(51) + "]", StandardCharsets.UTF_8))
                .containsExactly(":2:205: found one alias too many, expected at most 50 aliases");
    }

    @Test
    void asManyValuesAsWouldFillTheMemoryAreNotRead() {
        assertThat(problems("x: [" + "1,".repeat(7_000_000) + "]", StandardCharsets.UTF_8))
                .containsExactly(
                        ":1:999999: found more than 500000 values, expected rules and settings of fewer values");
    }

    @Test
    void aSecondDocumentIsAMistake() {
        assertThat(problems(INTEGRATIONS + CHANNELS + "---\na: 1\n", StandardCharsets.UTF_8))
                .containsExactly(
                        ":3:1: found no valid YAML here, expected valid YAML: one document in a file, without ---");
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes.json", "routes", "routes.yaml"})
    void jsonMayBeIndentedWithTabs(String name) throws Exception {
        Files.writeString(
                folder.resolve(name),
                "{\n\t\"cases\": [\n\t],\n\t\"default\": {\n\t\t\"channel_ids\": [\n\t\t\t1\n\t\t]\n\t}\n}\n");

        assertThat(load(INTEGRATIONS.replace("channel: b", "routes: " + name) + CHANNELS, StandardCharsets.UTF_8)
                        .integrations())
                .hasSize(1);
    }

    @Test
    void aTabWithinAValueStays() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), "{ a: [\n\t\"x\ty\"\n] }");

        assertThat(SourceText.read(rules)).isEqualTo(new SourceText.Readable("{ a: [\n \"x\ty\"\n] }"));
    }

    @Test
    void soMayJsonThatComesInNoFile() throws Exception {
        String json = "{\n\t\"cases\": [\n\t],\n\t\"default\": {\n\t\t\"channels\": [\n\t\t\t\"b\"\n\t\t]\n\t}\n}\n";

        for (String text : List.of(json, "\uFEFF\n\t" + json)) {
            assertThat(new RulesFile(load(INTEGRATIONS + CHANNELS, StandardCharsets.UTF_8)
                                    .channels())
                            .read(text, "routes")
                            .version())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'no\\0such'", "''", "none.json", "."})
    void aFileOfRulesThatIsNoneIsShownWhereItIsNamed(String name) {
        String routes = "routes: " + name.replace('\'', '"');

        assertThat(problems(INTEGRATIONS.replace("channel: b", routes) + CHANNELS, StandardCharsets.UTF_8))
                .singleElement()
                .asString()
                .startsWith(":1:52: integrations[0].routes: found ");
    }

    @Test
    void aMistakeInAFileThatTwoIntegrationsNameIsSaidOnce() throws Exception {
        Files.writeString(folder.resolve("routes.json"), "{}");
        String integrations = """
                integrations:
                  - { name: a, key: a-long-key, routes: routes.json }
                  - { name: b, key: b-long-key, routes: routes.json }
                """;

        assertThat(problems(integrations + CHANNELS, StandardCharsets.UTF_8)).hasSize(1);
    }

    private RelayConfig load(String text, Charset charset) throws Exception {
        return new ConfigLoader(Map.of()).load(Files.write(folder.resolve("relay.yaml"), text.getBytes(charset)));
    }

    /** The mistakes, without the name of the file. */
    private List<String> problems(String text, Charset charset) {
        InvalidConfigException e = catchThrowableOfType(InvalidConfigException.class, () -> load(text, charset));
        assertThat(e).isNotNull();
        return e.problems().stream()
                .map(p -> p.toString().replace(p.file(), ""))
                .toList();
    }
}
