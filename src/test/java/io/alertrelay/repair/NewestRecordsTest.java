package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.record.Place;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewestRecordsTest {
    private static final Instant T0 = Instant.parse("2026-11-22T02:00:00Z");

    @Test
    void theyAreToldNewestFirstAndCountedByWhatTheyHaveInCommon() {
        NewestRecords newest = new NewestRecords(List.of("cause"));
        add(newest, "a", "refused", 1);
        add(newest, "b", "expired", 3);
        add(newest, "c", "refused", 2);

        assertThat(written(newest, 0, 2))
                .containsExactly("2 refused from 1 to 2", "1 expired from 3 to 3", "b", "c", "3 found");
        assertThat(written(newest, 2, 2)).contains("a").doesNotContain("b", "c");
    }

    @Test
    void oneThatIsHiddenIsGoneAndSoAreItsCopies() {
        NewestRecords newest = new NewestRecords(List.of("cause"));
        add(newest, "c", "refused", 3);
        newest.add(record("b", "cut off", "w0-1/0", 2), false);
        newest.add(record("a", "cut off", "w0-1/0", 1), true);

        assertThat(written(newest, 0, 9)).containsExactly("1 refused from 3 to 3", "c", "1 found");
    }

    @Test
    void theResolutionsOfThoseThatAreKeptAreShown() {
        NewestRecords newest = new NewestRecords(List.of("cause"));
        add(newest, "b", "refused", 2);
        add(newest, "a", "refused", 1);
        assertThat(newest.places()).containsOnlyKeys("a", "b");
        newest.resolved(Map.of("a", Resolution.discarded("a", "ann", T0, "")));

        assertThat(written(newest, 0, 9)).containsExactly("2 refused from 1 to 2", "b", "a by ann", "2 found");
    }

    @Test
    void ofMoreThanItHoldsTheOldestGoInWhateverOrderTheyCome() {
        NewestRecords newest = new NewestRecords(List.of("cause"), 2);
        assertThat(newest.add(record("c", "refused", "c", 3), false)).isTrue();
        assertThat(newest.add(record("a", "refused", "a", 1), false)).isTrue();
        assertThat(newest.add(record("b", "refused", "b", 2), false))
                .as("an older one was put aside")
                .isTrue();
        assertThat(newest.add(record("d", "refused", "d", 0), false))
                .as("older than all")
                .isFalse();

        assertThat(written(newest, 0, 9)).containsExactly("2 refused from 2 to 3", "c", "b", "2 found and more");
        assertThat(newest.older()).isEqualTo(2);
    }

    @Test
    void ofCopiesTheFirstCounts() {
        NewestRecords newest = new NewestRecords(List.of("cause"));
        newest.add(record("b", "cut off", "w0-1/0", 1), false);
        newest.add(record("a", "cut off", "w0-1/0", 0), false);

        assertThat(written(newest, 0, 9)).containsExactly("1 cut off from 0 to 0", "a", "1 found");
    }

    @Test
    void ofASelectionEachIsNamedOnceAndMoreThanFitAreSaidToBeTooMany() {
        Selection selection = new Selection(new NewestRecords(List.of("cause"), 1), 2);
        assertThat(selection.add(record("c", "cut off", "w0-1/0", 3), false)).isTrue();
        assertThat(selection.add(record("b", "cut off", "w0-1/0", 2), false)).isTrue();
        assertThat(selection.add(record("a", "refused", "a", 1), false)).isTrue();

        assertThat(selection.all()).extracting(Named::name).containsExactly("a", "b");
        assertThat(Choice.of(selection).older()).isEqualTo(1);
        assertThat(selection.add(record("d", "refused", "d", 0), false)).isFalse();
        assertThat(Choice.of(selection).refusals()).singleElement().asString().contains("take a shorter time");
    }

    @Test
    void nothingMoreIsToldToWhoHasGone() {
        NewestRecords newest = new NewestRecords(List.of("cause"));
        add(newest, "a", "refused", 1);
        List<ObjectNode> lines = new ArrayList<>();

        newest.write(0, 9, line -> {
            lines.add(line);
            return false;
        });

        assertThat(lines).hasSize(1);
    }

    private static void add(NewestRecords newest, String id, String cause, int second) {
        newest.add(record(id, cause, id, second), false);
    }

    private static Brief record(String id, String cause, String copyOf, int second) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("id", id).put("cause", cause);
        return new Brief(new Place(0, second), summary, id, copyOf, "key", T0.plusSeconds(second));
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
