package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Links in the documentation lead somewhere: to a file that exists, and to a section of it. */
class DocumentLinksTest {
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern TITLE_OF_LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");

    static List<Path> documents() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void allDocumentsAreRead() throws Exception {
        assertThat(documents())
                .contains(
                        Path.of("README.md"),
                        Path.of("README.zh-CN.md"),
                        Path.of("CHANGELOG.md"),
                        Path.of("docs", "semantics.md"),
                        Path.of("docs", "zh", "runbook.md"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void eachLinkLeadsToAFileAndASectionThatExist(Path document) throws Exception {
        String text = CODE.matcher(FENCED.matcher(Files.readString(document)).replaceAll(""))
                .replaceAll("");

        assertThat(LINK.matcher(text).results().map(link -> link.group(1)))
                .filteredOn(link -> !link.matches("[a-z]+:.*"))
                .allSatisfy(link -> {
                    String[] place = link.split("#", 2);
                    Path file = place[0].isEmpty() ? document : document.resolveSibling(place[0]);
                    assertThat(file).as(link).exists();
                    if (place.length == 2) {
                        assertThat(anchors(Files.readString(file)))
                                .as(link)
                                .contains(URLDecoder.decode(place[1], StandardCharsets.UTF_8));
                    }
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# When a topic, a record or a file is at fault | when-a-topic-a-record-or-a-file-is-at-fault",
                "### `self_alert` | self_alert",
                "## With Kafka's own tools | with-kafkas-own-tools",
                "## Prometheus 告警 | prometheus-告警",
                "## 从内嵌 broker 迁移，到集群 | 从内嵌-broker-迁移到集群",
                "## See [the window](#it) – now | see-the-window--now"
            })
    void aSectionIsCalledAsGitHubCallsIt(String heading, String anchor) {
        assertThat(anchors(heading)).containsExactly(anchor);
    }

    @Test
    void aTitleThatIsThereTwiceIsNumbered() {
        assertThat(anchors("# A\n```\n# A\n```\n## A\n")).containsExactlyInAnyOrder("a", "a-1");
    }

    private static Set<String> anchors(String text) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(FENCED.matcher(text).replaceAll("")).results().forEach(heading -> {
            String slug = TITLE_OF_LINK
                    .matcher(heading.group(1))
                    .replaceAll("$1")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
                    .replace(' ', '-');
            int before = seen.merge(slug, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? slug : slug + "-" + before);
        });
        return anchors;
    }
}
