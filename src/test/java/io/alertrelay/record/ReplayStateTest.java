package io.alertrelay.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.testing.StateTypes;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What may follow what is the type's to say: nobody has to know it, and what may not follow does not compile. */
class ReplayStateTest {
    private static final Map<String, Set<String>> FOLLOWS = Map.of(
            "waiting", Set.of("planning", "paused", "cancelled"),
            "planning", Set.of("planning", "running", "paused", "cancelled", "failed"),
            "running", Set.of("planning", "done", "paused", "cancelled"),
            "paused", Set.of("planning", "paused", "waiting", "cancelled"),
            "done", Set.of(),
            "cancelled", Set.of(),
            "failed", Set.of());

    @Test
    void eachStateHasTheWaysToThoseThatMayFollow() {
        assertThat(StateTypes.followers(ReplayState.class, states())).isEqualTo(FOLLOWS);
    }

    @Test
    void onlyAStateMakesTheNext() {
        assertThat(StateTypes.madeElsewhere(ReplayState.class, ReplayState.class, ReplayState.Waiting.class))
                .isEmpty();
    }

    @Test
    void isReadByTheWordThatIsWritten() {
        FOLLOWS.keySet().forEach(word -> {
            assertThat(ReplayState.of(word).word()).isEqualTo(word);
            assertThat(RecordJson.bytes(ReplayState.of(word))).asString().isEqualTo('"' + word + '"');
            assertThat(RecordJson.read(('"' + word + '"').getBytes(UTF_8), ReplayState.class))
                    .contains(ReplayState.of(word));
        });
        assertThatThrownBy(() -> ReplayState.of("asleep")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Stream<Class<?>> states() {
        return Stream.of(ReplayState.class.getPermittedSubclasses())
                .flatMap(kind -> Stream.of(kind.getPermittedSubclasses()));
    }
}
