package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShortageTest {
    private final List<String> notified = new ArrayList<>();
    private long seconds;
    private final Shortage shortage = new Shortage(
            Bound.WEBHOOKS,
            new UnheedingWatcher() {
                @Override
                public void full(Bound bound) {
                    notified.add("full " + bound.word());
                }

                @Override
                public void roomAgain(Bound bound) {
                    notified.add("room " + bound.word());
                }
            },
            () -> seconds * 1_000_000_000L);

    @Test
    void isToldOnceWhenItBeginsAndOnceWhenItIsOver() {
        for (int i = 0; i < 20; i++) {
            shortage.reached();
            shortage.look();
            seconds++;
        }
        assertThat(notified).containsExactly("full webhooks");
        assertThat(shortage.isReached()).isTrue();

        seconds += 10;
        shortage.look();
        shortage.look();
        assertThat(notified).containsExactly("full webhooks", "room webhooks");
        assertThat(shortage.isReached()).isFalse();

        shortage.reached();
        assertThat(notified).hasSize(3);
    }
}
