package io.alertrelay.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.intake.UnavailableReason;
import io.alertrelay.watchdog.Job;
import io.alertrelay.watchdog.Stall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the console knows in Chinese is what the relay says. */
class CausesTest {
    private static final Path CONSOLE = Path.of("src", "main", "resources", "console");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern ENTRY = Pattern.compile("(?m)^  \\['((?:[^'\\\\]|\\\\.)*)',");
    /** What the relay puts between the parts of such a text. */
    private static final String BETWEEN = "\\{}|expected |, found |held|probing|slowed";

    /** What no page asks for, or has a text of its own for. */
    private static final Set<String> ONLY_FOR_COMMANDS = Set.of(
            "ChannelConfigured",
            "DiscardUnderWay",
            "InvalidConfiguration",
            "InvalidPartitions",
            "MethodNotAllowed",
            "NoConfigurationFile",
            "NotApplied",
            "NotCompleted",
            "NotDiscarded",
            "NotFound",
            "NotMoved",
            "NotRouted",
            "NotTogether",
            "StillDelivered",
            "UnderWay",
            "UnknownHost",
            "UnreadableWebhook",
            "UnsupportedMediaType");

    @Test
    void theRelayStillSaysEachOfTheCausesThatTheConsoleTranslates() throws Exception {
        String causes = Files.readString(CONSOLE.resolve("causes.js"));
        String sources = sources();

        List<String> known = ENTRY.matcher(causes.substring(0, causes.indexOf("OF_JAVA = [")))
                .results()
                .map(entry -> entry.group(1).replace("\\'", "'"))
                .toList();

        assertThat(known).hasSizeGreaterThan(70);
        assertThat(known.stream()
                        .flatMap(text -> Arrays.stream(text.split(BETWEEN)))
                        .filter(part -> part.strip().length() >= 6 && !sources.contains(part)))
                .isEmpty();
    }

    /** What the console shows of them is what the relay says, so each text of it needs one in Chinese. */
    @Test
    void whyAReplayCanNotBeginOrGoOnIsKnownInChinese() throws Exception {
        String causes = Files.readString(CONSOLE.resolve("causes.js")).replace("\\'", "'");
        String replays = Stream.of("Planner", "ReplayChecks", "ReplayRun", "ReplayTerm")
                .map(name -> read(SOURCES.resolve(Path.of("io", "alertrelay", "replay", name + ".java"))))
                .collect(Collectors.joining("\n"))
                .replaceAll("\"\\s*\\+\\s*\"", "");

        List<String> said = Pattern.compile(
                        "(?:new ReplayException\\(|super\\(|String why = (?=\"can't)|String message = )([^;]*);")
                .matcher(replays)
                .results()
                .flatMap(text -> Pattern.compile("\"([^\"]{6,})\"")
                        .matcher(text.group(1))
                        .results())
                .map(part -> part.group(1))
                .toList();

        assertThat(said).hasSizeGreaterThan(10);
        assertThat(said).filteredOn(part -> !causes.contains(part)).isEmpty();
    }

    @Test
    void whyThePublicPortRefusedARequestIsKnownInChinese() throws Exception {
        String causes = Files.readString(CONSOLE.resolve("causes.js"));

        List<String> said = Pattern.compile(
                        "(?:reject\\(\\s*\\d+,\\s*\"\\w+\",|UnavailableReason\\.\\w+,)\\s*\"([^\"]{6,})\"")
                .matcher(sources())
                .results()
                .map(text -> text.group(1))
                .toList();

        assertThat(said).hasSizeGreaterThan(18);
        assertThat(said).filteredOn(text -> !causes.contains(text)).isEmpty();
        List<String> known =
                ENTRY.matcher(causes).results().map(entry -> entry.group(1)).toList();
        assertThat(said)
                .as("of which an earlier text would take a part")
                .filteredOn(text ->
                        known.stream().takeWhile(one -> !one.equals(text)).anyMatch(text::contains))
                .filteredOn(known::contains)
                .isEmpty();
    }

    @Test
    void whatAStartWaitsForIsKnownInChinese() throws Exception {
        String causes = Files.readString(CONSOLE.resolve("causes.js"));

        List<String> said = Pattern.compile("waiting\\.on\\(([^;]*(?:;[^;\"]*\"[^;]*)?)\\);")
                .matcher(sources())
                .results()
                .flatMap(text ->
                        Pattern.compile("\"([^\"]*)\"").matcher(text.group(1)).results())
                .map(part -> part.group(1))
                .filter(part -> part.length() > "Kafka, ".length())
                .toList();

        assertThat(said).hasSizeGreaterThanOrEqualTo(3);
        assertThat(said)
                .filteredOn(part -> !causes.contains("  ['" + part + "', '"))
                .isEmpty();
    }

    @Test
    void noTextHidesALaterOneThatFollowsANumber() throws Exception {
        List<String> known = ENTRY.matcher(Files.readString(CONSOLE.resolve("causes.js")))
                .results()
                .map(entry -> entry.group(1))
                .toList();

        assertThat(IntStream.range(0, known.size())
                        .filter(i -> known.get(i).startsWith(" "))
                        .filter(i -> known.subList(0, i).stream().anyMatch(("11" + known.get(i))::contains))
                        .mapToObj(known::get))
                .isEmpty();
    }

    @Test
    void eachPartOfTheRelayHasAChineseNameAndItsStopAChineseMeaningAndAdvice() throws Exception {
        String causes = Files.readString(CONSOLE.resolve("causes.js"));
        String flow = Files.readString(CONSOLE.resolve("pages").resolve("flow.js"));
        String names = flow.lines()
                .filter(line -> line.contains("stage: name => ({"))
                .findFirst()
                .orElseThrow();

        assertThat(Arrays.stream(Job.values())
                        .map(Job::word)
                        .filter(word -> !names.matches(".*['{ ]" + word + "'?: '.*")))
                .as("without a name in flow.js")
                .isEmpty();
        assertThat(Arrays.stream(Job.values())
                        .flatMap(job -> Stream.of(job.meaning(), new Stall(job, "", Duration.ZERO, "").whatToDo()))
                        .filter(meaning -> !causes.contains("  ['" + meaning.replace("'", "\\'") + "', '")))
                .as("without a text in causes.js")
                .isEmpty();
    }

    @Test
    void whyThePublicPortCouldNotTakeAWebhookHasAWordOnFlowInBothLanguages() throws Exception {
        List<String> words = Pattern.compile("refusedFor: \\{([^}]*)}")
                .matcher(Files.readString(CONSOLE.resolve("pages").resolve("flow.js")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(words).hasSize(2);
        assertThat(Arrays.stream(UnavailableReason.values()).map(UnavailableReason::word))
                .allSatisfy(word -> assertThat(words).allMatch(them -> them.matches("(?s).*['{ ]" + word + "'?: '.*")));
    }

    @Test
    void aBrowserWithoutColoursOfTwoSchemesHasThoseOfOne() throws Exception {
        String css = Files.readString(CONSOLE.resolve("console.css"));
        int supports = css.indexOf("@supports (color: light-dark(");
        int end = css.indexOf("\n}\n", supports);

        assertThat(css.substring(0, supports) + css.substring(end)).doesNotContain("light-dark(");
        Pattern two = Pattern.compile("(--[\\w-]+): (.*)light-dark\\((#\\w+), #\\w+\\);");
        assertThat(two.matcher(css.substring(supports, end)).results())
                .hasSizeGreaterThan(20)
                .allSatisfy(colour -> assertThat(css.substring(0, supports))
                        .contains(colour.group(1) + ": " + colour.group(2) + colour.group(3) + ";"));
    }

    @Test
    void eachRefusalOfWhatThePagesAskIsKnownInChinese() throws Exception {
        String causes = Files.readString(CONSOLE.resolve("causes.js"));
        Set<String> known = Pattern.compile("\\b([A-Z][A-Za-z]+): '")
                .matcher(causes.substring(causes.indexOf("REFUSALS = {"), causes.indexOf("const units")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        String sources = sources();
        Set<String> said = Pattern.compile(
                        "(?:ApiAnswer\\.error\\(\\s*[^,\"]+,|new Mistake\\()\\s*\"([A-Z][A-Za-z]+)\"")
                .matcher(sources)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());

        assertThat(known).allMatch(code -> sources.contains('"' + code + '"'));
        assertThat(said).filteredOn(code -> !known.contains(code)).isSubsetOf(ONLY_FOR_COMMANDS);
    }

    /** All that stands in the sources, with texts that are cut into several lines in one piece. */
    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(CausesTest::read)
                    .collect(Collectors.joining("\n"))
                    .replaceAll("\"\\s*\\+\\s*\"", "");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
