package io.alertrelay.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.alertrelay.tail.FlowEvent.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelWatchTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");

    private final ChannelWatch watch = new ChannelWatch(InstantSource.fixed(NOW));

    @Test
    void aChannelThatRunsIsNothingToTellUntilItChanges() throws Exception {
        assertThat(watch.changes(status("running"))).isEmpty();

        List<FlowEvent> held = watch.changes(status("held"));

        assertThat(held).extracting(FlowEvent::kind).containsExactly(Kind.HELD);
        assertThat(held.get(0).at()).isEqualTo(NOW);
        assertThat(held.get(0).text("channel")).isEqualTo("payments");
        assertThat(held.get(0).text("cause")).isEqualTo("401 Unauthorized");
        assertThat(held.get(0).text("until")).isEqualTo("2026-11-22T02:00:05Z");
    }

    @Test
    void aProbeOfAHeldChannelIsNoChangeAndItsEndIs() throws Exception {
        assertThat(watch.changes(status("probing"))).extracting(FlowEvent::kind).containsExactly(Kind.HELD);
        assertThat(watch.changes(status("held"))).isEmpty();
        assertThat(watch.changes(status("probing"))).isEmpty();
        assertThat(watch.changes(status("slowed"))).extracting(FlowEvent::kind).containsExactly(Kind.SLOWED);
        assertThat(watch.changes(status("running"))).extracting(FlowEvent::kind).containsExactly(Kind.RUNNING);
    }

    @Test
    void nothingIsToldOfAChannelThatAnotherRelayHas() throws Exception {
        assertThat(watch.changes(status("elsewhere"))).isEmpty();
        assertThat(watch.changes(status("running"))).isEmpty();
        assertThat(watch.changes(status("held"))).extracting(FlowEvent::kind).containsExactly(Kind.HELD);

        assertThat(watch.changes(status("elsewhere"))).isEmpty();
    }

    private static JsonNode status(String state) throws Exception {
        String more = state.equals("running")
                ? ""
                : ",\"cause\":\"401 Unauthorized\",\"next_attempt_at\":\"2026-11-22T02:00:05Z\"";
        return new ObjectMapper()
                .readTree("{\"channels\":[{\"name\":\"payments\",\"state\":\"" + state + "\"" + more + "}]}");
    }
}
