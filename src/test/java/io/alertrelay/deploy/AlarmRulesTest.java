package io.alertrelay.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an alarm of Prometheus says to the person on call: in both languages, and where to read what to do. */
class AlarmRulesTest {
    private static final Path RULES = Path.of("deploy", "prometheus", "alert-relay.rules.yaml");
    private static final List<Path> RUNBOOKS =
            List.of(Path.of("docs", "zh", "runbook.md"), Path.of("docs", "runbook.md"));

    static Stream<JsonNode> alarms() throws IOException {
        return StreamSupport.stream(
                new ObjectMapper(new YAMLFactory())
                        .readTree(RULES.toFile())
                        .at("/groups/0/rules")
                        .spliterator(),
                false);
    }

    @ParameterizedTest
    @MethodSource("alarms")
    void itsSummaryIsInChineseAndThenInEnglish(JsonNode alarm) {
        String[] summary = alarm.at("/annotations/summary").asText().split(" / ", 2);

        assertThat(summary).hasSize(2);
        assertThat(summary[0].codePoints().anyMatch(AlarmRulesTest::isChinese)).isTrue();
        assertThat(summary[1].codePoints().noneMatch(AlarmRulesTest::isChinese)).isTrue();
    }

    /** Where only routing has stopped, what is posted is answered 200 and stored. */
    @Test
    void theOneOfARelayThatIsNotReadyDoesNotSayThatNothingIsTaken() throws IOException {
        String summary = alarms().filter(alarm -> alarm.path("alert").asText().equals("AlertRelayNotReady"))
                .map(alarm -> alarm.at("/annotations/summary").asText())
                .findFirst()
                .orElseThrow();

        assertThat(summary).contains("route", "路由").doesNotContain("takes no webhooks");
    }

    @ParameterizedTest
    @MethodSource("alarms")
    void eachRunbookHasARowForItInTheSectionThatTheAlarmNames(JsonNode alarm) throws IOException {
        String[] places = alarm.at("/annotations/runbook").asText().split(" / ");

        assertThat(places).hasSize(RUNBOOKS.size());
        for (int i = 0; i < places.length; i++) {
            String[] place = places[i].split("#");
            assertThat(Path.of(place[0])).isEqualTo(RUNBOOKS.get(i));
            assertThat(section(RUNBOOKS.get(i), place[1]))
                    .anyMatch(line -> line.startsWith("| `")
                            && line.contains("`" + alarm.path("alert").asText() + "`"));
        }
    }

    private static boolean isChinese(int codePoint) {
        return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
    }

    /** @param anchor as GitHub makes it of the title */
    private static List<String> section(Path file, String anchor) throws IOException {
        return Files.readAllLines(file).stream()
                .dropWhile(line -> !line.startsWith("## ")
                        || !line.substring(3)
                                .toLowerCase(Locale.ROOT)
                                .replace(' ', '-')
                                .equals(anchor))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .toList();
    }
}
