package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import io.alertrelay.record.RelayVersion;
import io.alertrelay.status.Relays.Member;
import io.alertrelay.testing.SteppedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StuckAnywhereTest {
    private static final Duration HELD_AFTER = Duration.ofMinutes(10);
    private static final Duration KNOWN_AFTER = HELD_AFTER.plusMinutes(1);

    private final SteppedClock steady = new SteppedClock();
    private final List<Member> relays = new ArrayList<>(List.of(stating("a", Map.of())));
    private final StuckAnywhere stuck = new StuckAnywhere(() -> List.copyOf(relays), steady);

    @Test
    void afterAStartAChannelThatIsNotStatedMayBeHeldUntilItWouldHaveBeenStated() {
        assertThat(isComplete()).isFalse();
        steady.advance(HELD_AFTER);
        assertThat(isComplete()).isFalse();
        steady.advance(Duration.ofMinutes(1));
        assertThat(isComplete()).isTrue();
    }

    @Test
    void theSameHoldsWhenARelayJoinsOrLeavesOrReplacesAnother() {
        isComplete();
        steady.advance(KNOWN_AFTER);
        assertThat(isComplete()).isTrue();

        relays.add(stating("b", Map.of()));
        assertThat(isComplete()).isFalse();
        steady.advance(KNOWN_AFTER);
        assertThat(isComplete()).isTrue();

        relays.set(1, stating("c", Map.of()));
        assertThat(isComplete()).isFalse();
        steady.advance(KNOWN_AFTER);
        assertThat(isComplete()).isTrue();

        relays.remove(1);
        assertThat(isComplete()).isFalse();
    }

    @Test
    void whatEachRelayStatesIsHeldAtOnceAndARelayThatStatesNothingLeavesTheRestOpen() {
        relays.add(stating("b", Map.of("payments", "401")));
        relays.add(new Member("c", "host", Optional.empty(), false));
        isComplete();
        steady.advance(KNOWN_AFTER);

        assertThat(isComplete()).isFalse();
        assertThat(stuck.held()).containsExactly(Map.entry("payments", "401"));
    }

    @Test
    void ofAChannelThatTwoRelaysStateAsLateAfterOneGaveItUpTheHighestSeverityCounts() {
        relays.add(stating("b", Map.of(), Map.of("payments", "Info", "oncall", "Warning")));
        relays.add(stating("c", Map.of(), Map.of("payments", "Critical", "network", "Fatal")));
        stuck.look();

        assertThat(stuck.late())
                .containsExactly(
                        Map.entry("network", Severity.WARNING),
                        Map.entry("oncall", Severity.WARNING),
                        Map.entry("payments", Severity.CRITICAL));
    }

    private boolean isComplete() {
        stuck.look();
        return stuck.isComplete(HELD_AFTER);
    }

    private static Member stating(String relay, Map<String, String> held) {
        return stating(relay, held, Map.of());
    }

    private static Member stating(String relay, Map<String, String> held, Map<String, String> late) {
        RelayVersion version =
                new RelayVersion(relay, "host", 8080, "v1", "2026-05-01T10:00:00Z", Map.of(), held, late, Map.of(), "");
        return new Member(relay, "host", Optional.of(version), relay.equals("a"));
    }
}
