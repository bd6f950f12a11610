package io.alertrelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowReportTest {
    @Test
    void aFigureIsTheMedianOfItsRunsWithTheLeastAndTheMost() {
        assertThat(report(of("relay", FlowFigure.READY, 3_000, 9_000, 2_000)).text())
                .contains("| ready |  | 3,000 (2,000 to 9,000) |  | at most 4,000 | met |");
    }

    @Test
    void aRatioIsOfTheMedians() {
        FlowReport report = report(of("parts", "p99 at 200/s", 10, 20, 30), of("relay", "p99 at 200/s", 50, 61, 70));

        assertThat(report.text()).contains("| 3.05 | ratio at most 3.00 | **missed** |");
        assertThat(report.isMet()).isFalse();
    }

    @Test
    void aRatioIsNeitherMetNorMissedWhereThePartsWereNotMeasured() {
        assertThat(report(of("relay", "p99 at 200/s", 50)).text()).contains("| ratio at most 3.00 |  |");
    }

    @Test
    void moreThanAGoalIsMetWhereMoreIsBetter() {
        assertThat(report(of("parts", FlowFigure.FLAT_OUT, 10_000), of("relay", FlowFigure.FLAT_OUT, 4_000))
                        .isMet())
                .isTrue();
        assertThat(report(of("parts", FlowFigure.FLAT_OUT, 10_000), of("relay", FlowFigure.FLAT_OUT, 3_900))
                        .isMet())
                .isFalse();
    }

    @Test
    void theGoalOfTheColdStartIsNotThatOfTheWarmOne() {
        assertThat(report(of("relay", "p99 at 1000/s, cold", 251)).isMet()).isFalse();
        assertThat(report(of("relay", "p99 at 1000/s", 251)).isMet()).isFalse();
        assertThat(report(of("relay", "p99 at 20/s", 251)).isMet()).isTrue();
    }

    @Test
    void readyAfterACrashHasAGoalOfItsOwn() {
        assertThat(report(of("relay", FlowFigure.READY_AGAIN, 5_900)).isMet()).isTrue();
        assertThat(report(of("relay", FlowFigure.READY, 5_900)).isMet()).isFalse();
    }

    @Test
    void idleIsBoundedByTheNumberOfChannels() {
        assertThat(report(of("relay", FlowFigure.IDLE_CPU.formatted(100), 4.9)).isMet())
                .isTrue();
        assertThat(report(of("relay", FlowFigure.IDLE_CPU.formatted(8), 4.9)).isMet())
                .isFalse();
        assertThat(report(of("relay", FlowFigure.IDLE_THREADS.formatted(100), 400))
                        .isMet())
                .isTrue();
    }

    @Test
    void anAlertThatIsMissingIsAMissedGoal() {
        assertThat(report(of("relay", FlowFigure.MISSING + "2000/s", 1)).isMet())
                .isFalse();
    }

    @Test
    void whoElseTookPartStandsAtTheEndAndMissesNothing(@TempDir Path folder) throws Exception {
        FlowReport report = report(of("relay", "p99 at 1000/s", 60), of("alertmanager", "p99 at 1000/s", 700));
        Path file = folder.resolve("flow.json");
        report.write(file);
        JsonNode json = new ObjectMapper().readTree(file.toFile()).path("p99 at 1000/s");

        assertThat(report.isMet()).isTrue();
        assertThat(report.text()).contains("| goal | | alertmanager |", "| met | 700 |");
        assertThat(json.path("alertmanager").get(0).asDouble()).isEqualTo(700);
        assertThat(json.path("met").asBoolean()).isTrue();
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static FlowReport report(Stream<FlowFigure>... figures) {
        return new FlowReport(Stream.of(figures).flatMap(all -> all).toList());
    }

    private static Stream<FlowFigure> of(String contender, String what, double... values) {
        return DoubleStream.of(values).mapToObj(value -> new FlowFigure(contender, what, value));
    }
}
