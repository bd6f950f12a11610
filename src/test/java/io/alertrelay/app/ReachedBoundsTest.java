package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.intake.Bound;
import io.alertrelay.management.HealthReport;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachedBoundsTest {
    @Test
    void namesEachBoundThatIsReachedAndWhatItMeans() {
        ObjectNode details = details(EnumSet.of(Bound.WEBHOOKS, Bound.DESCRIPTORS));

        assertThat(details.path("bounds_reached").findValuesAsText("bound")).containsExactly("descriptors", "webhooks");
        assertThat(details.at("/bounds_reached/1/means").asText()).contains("server.max_in_flight");
    }

    @Test
    void thereIsNothingToSayOfAPortWithRoom() {
        assertThat(details(Set.of())).isEmpty();
    }

    private static ObjectNode details(Set<Bound> reached) {
        HealthReport report = new HealthReport(true, true, JsonNodeFactory.instance.objectNode());
        return new ReachedBounds(reached::contains).amend(report).details();
    }
}
