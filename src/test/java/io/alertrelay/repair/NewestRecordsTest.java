package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestRecordsTest {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void theyAreToldNewestFirstAndCountedByWhatTheyHaveInCommon() {
        NewestRecords newest = new NewestRecords(false, List.of("cause"));
        add(newest, "a", "refused", 1);
        add(newest, "b", "expired", 3);
        add(newest, "c", "refused", 2);

        assertThat(written(newest, 0, 2))
                .containsExactly("2 refused from 1 to 2", "1 expired from 3 to 3", "b", "c", "3 found");
        assertThat(written(newest, 2, 2)).contains("a").doesNotContain("b", "c");
    }

    @Test
    void oneThatIsResolvedIsGoneOrShowsTheFirstResolution() {
        NewestRecords unresolved = new NewestRecords(false, List.of("cause"));
        NewestRecords all = new NewestRecords(true, List.of("cause"));
        for (NewestRecords newest : List.of(unresolved, all)) {
            newest.resolved(Resolution.discarded("never heard of", "bob", T0, ""));
            newest.resolved(Resolution.discarded("a", "bob", T0, ""));
            newest.resolved(Resolution.discarded("a", "ann", T0, ""));
            add(newest, "b", "refused", 2);
            add(newest, "a", "refused", 1);
        }

        assertThat(written(unresolved, 0, 9)).containsExactly("1 refused from 2 to 2", "b", "1 found");
        assertThat(written(all, 0, 9)).containsExactly("2 refused from 1 to 2", "b", "a by ann", "2 found");
    }

    @Test
    void ofMoreThanItHoldsTheOldestGoInWhateverOrderTheyCome() {
        NewestRecords newest = new NewestRecords(false, List.of("cause"), 2);
        assertThat(newest.add(record("c", "refused"), "c", T0.plusSeconds(3))).isTrue();
        assertThat(newest.add(record("a", "refused"), "a", T0.plusSeconds(1))).isTrue();
        assertThat(newest.add(record("b", "refused"), "b", T0.plusSeconds(2)))
                .as("an older one was put aside")
                .isTrue();
        assertThat(newest.add(record("d", "refused"), "d", T0))
                .as("older than all")
                .isFalse();

        assertThat(written(newest, 0, 9)).containsExactly("2 refused from 2 to 3", "c", "b", "2 found and more");
    }

    @Test
    void ofCopiesTheFirstCounts() {
        NewestRecords newest = new NewestRecords(false, List.of("cause"));
        newest.add(record("b", "cut off"), "w0-1/0", T0.plusSeconds(1));
        newest.add(record("a", "cut off"), "w0-1/0", T0);

        assertThat(written(newest, 0, 9)).containsExactly("1 cut off from 0 to 0", "a", "1 found");
    }

    @Test
    void nothingMoreIsToldToWhoHasGone() {
        NewestRecords newest = new NewestRecords(false, List.of("cause"));
        add(newest, "a", "refused", 1);
        List<ObjectNode> lines = new ArrayList<>();

        newest.write(0, 9, line -> {
            lines.add(line);
            return false;
        });

        assertThat(lines).hasSize(1);
    }

    private static void add(NewestRecords newest, String id, String cause, int second) {
        newest.add(record(id, cause), id, T0.plusSeconds(second));
    }

    private static ObjectNode record(String id, String cause) {
        return JsonNodeFactory.instance.objectNode().put("id", id).put("cause", cause);
    }

    /** What is told, in short. */
    private static List<String> written(NewestRecords newest, int skip, int limit) {
        List<String> lines = new ArrayList<>();
        newest.write(
                skip,
                limit,
                line -> lines.add(
                        switch (line.path("what").asText()) {
                            case "group" ->
                                line.path("count").asInt() + " "
                                        + line.path("cause").asText() + " from " + second(line, "oldest") + " to "
                                        + second(line, "newest");
                            case "record" ->
                                line.path("id").asText()
                                        + (line.has("resolution")
                                                ? " by "
                                                        + line.at("/resolution/by")
                                                                .asText()
                                                : "");
                            default ->
                                line.path("found").asInt() + " found"
                                        + (line.path("more").asBoolean() ? " and more" : "");
                        }));
        return lines;
    }

    private static long second(ObjectNode line, String field) {
        return Instant.parse(line.path(field).asText()).getEpochSecond() - T0.getEpochSecond();
    }
}
