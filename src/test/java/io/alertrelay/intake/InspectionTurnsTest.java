package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class InspectionTurnsTest {
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<String> ran = new ArrayList<>();

    @Test
    void anIntegrationWithManyDoesNotDelayThoseOfAnother() {
        InspectionTurns turns = new InspectionTurns(threads::add, 1);
        for (int i = 0; i < 3; i++) {
            add(turns, "many", "m" + i);
        }
        add(turns, "one", "o");
        add(turns, "two", "t0");
        add(turns, "two", "t1");

        runAll();

        assertThat(ran).containsExactly("m0", "o", "t0", "m1", "t1", "m2");
    }

    @Test
    void noMoreTasksRunAtATimeThanAreAllowed() {
        InspectionTurns turns = new InspectionTurns(threads::add, 2);
        for (int i = 0; i < 5; i++) {
            add(turns, "many", "m" + i);
            assertThat(threads).hasSizeLessThanOrEqualTo(2);
        }

        runAll();
        assertThat(ran).hasSize(5);

        add(turns, "many", "later");
        add(turns, "many", "later still");
        assertThat(threads).hasSize(2);
    }

    @Test
    void whatIsWithdrawnDoesNotRunAndTheOthersDo() {
        InspectionTurns turns = new InspectionTurns(threads::add, 1);
        add(turns, "a", "first");
        Runnable unwanted = add(turns, "a", "unwanted");
        add(turns, "b", "last");
        Runnable alone = add(turns, "c", "unwanted");

        turns.withdraw("a", unwanted);
        turns.withdraw("c", alone);
        runAll();
        turns.withdraw("a", unwanted);

        assertThat(ran).containsExactly("first", "last");
    }

    @Test
    void whenAllAreWithdrawnTheNextStillRuns() {
        InspectionTurns turns = new InspectionTurns(threads::add, 1);
        turns.withdraw("a", add(turns, "a", "unwanted"));
        runAll();

        add(turns, "a", "next");
        runAll();

        assertThat(ran).containsExactly("next");
    }

    private Runnable add(InspectionTurns turns, String integration, String name) {
        Runnable task = () -> ran.add(name);
        turns.add(integration, task);
        return task;
    }

    private void runAll() {
        for (Runnable next = threads.poll(); next != null; next = threads.poll()) {
            next.run();
        }
    }
}
