package io.alertrelay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.testing.StateTypes;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may follow what is the type's to say: nobody has to know it, and what may not follow does not compile. */
class ChannelStateTest {
    private static final Map<String, Set<String>> FOLLOWS = Map.of(
            "running", Set.of("slowed", "held"),
            "slowed", Set.of("running", "slowed", "held"),
            "held", Set.of("running", "held", "probing"),
            "probing", Set.of("running", "slowed", "held"));

    @Test
    void eachStateHasTheWaysToThoseThatMayFollow() {
        assertThat(StateTypes.followers(
                        ChannelState.class,
                        Stream.of(
                                ChannelState.Running.class,
                                ChannelState.Slowed.class,
                                ChannelState.Held.class,
                                ChannelState.Probing.class)))
                .isEqualTo(FOLLOWS);
    }

    @Test
    void onlyAStateMakesTheNext() {
        assertThat(StateTypes.madeElsewhere(
                        ChannelState.class, ChannelState.Unpaused.class, ChannelState.Running.class))
                .isEmpty();
    }
}
