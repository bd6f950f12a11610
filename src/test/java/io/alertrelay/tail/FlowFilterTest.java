package io.alertrelay.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.tail.FlowEvent.Kind;
import io.alertrelay.trail.WebhookPart;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FlowFilterTest {
    private static final FlowFilter ALL = filter(null, null, null);

    private final FlowEvent routed = event(
            Kind.ROUTED,
            "{\"channel\":\"payments\",\"integration\":\"arms\",\"severity\":\"Warning\",\"alert_key\":\"arms:a\"}");
    private final FlowEvent accepted = event(
            Kind.ACCEPTED,
            "{\"integration\":\"arms\",\"severity\":\"Critical\",\"alert_keys\":[\"arms:a\",\"arms:b\"]}");
    private final FlowEvent held = event(Kind.HELD, "{\"channel\":\"payments\"}");

    @Test
    void withoutConditionsEverythingIsShown() {
        assertThat(ALL.shows(routed) && ALL.shows(accepted) && ALL.shows(held)).isTrue();
    }

    @Test
    void whatDoesNotSayWhatIsAskedForIsNotShown() {
        FlowFilter payments = filter("payments", null, null);

        assertThat(payments.shows(routed)).isTrue();
        assertThat(payments.shows(held)).isTrue();
        assertThat(payments.shows(accepted)).isFalse();
        assertThat(filter("oncall", null, null).shows(routed)).isFalse();
    }

    @Test
    void asSevereMeansThatOrMore() {
        assertThat(filter(null, Severity.WARNING, null).shows(routed)).isTrue();
        assertThat(filter(null, Severity.WARNING, null).shows(accepted)).isTrue();
        assertThat(filter(null, Severity.CRITICAL, null).shows(routed)).isFalse();
        assertThat(filter(null, Severity.INFO, null).shows(held)).isFalse();
    }

    @Test
    void aWebhookConcernsEachOfItsAlerts() {
        assertThat(filter(null, null, "arms:b").shows(accepted)).isTrue();
        assertThat(filter(null, null, "arms:b").shows(routed)).isFalse();
        assertThat(filter(null, null, "arms:a").shows(routed)).isTrue();
    }

    @Test
    void onlyTheseKindsAreOnlyThese() {
        FlowFilter only = new FlowFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(Kind.HELD));

        assertThat(only.shows(held)).isTrue();
        assertThat(only.shows(routed)).isFalse();
    }

    @Test
    void aWebhookIsMeantByItsIdAndOneAlertOfItByTheIdThatLinesHave() {
        String receipt = "w0-17-7k3m9qxr2ztc5vbn";
        FlowEvent webhook = event(Kind.ACCEPTED, "{\"receipt\":\"" + receipt + "\",\"alerts\":2}");
        FlowEvent first = event(Kind.DELIVERED, "{\"receipt\":\"" + receipt + "\",\"index\":0}");
        FlowEvent second = event(Kind.DELIVERED, "{\"receipt\":\"" + receipt + "\",\"index\":1}");
        FlowEvent other = event(Kind.DELIVERED, "{\"receipt\":\"w0-18-7k3m9qxr2ztc5vbn\",\"index\":0}");

        assertThat(Stream.of(webhook, first, second, other).filter(of(receipt)::shows))
                .containsExactly(webhook, first, second);
        assertThat(Stream.of(webhook, first, second, other, held).filter(of(receipt + "/0")::shows))
                .containsExactly(webhook, first);
    }

    private static FlowFilter of(String part) {
        return new FlowFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                WebhookPart.parse(part),
                Optional.empty(),
                Set.of());
    }

    private static FlowFilter filter(String channel, Severity least, String key) {
        return new FlowFilter(
                Optional.empty(),
                Optional.ofNullable(channel),
                Optional.ofNullable(least),
                Optional.empty(),
                Optional.ofNullable(key),
                Set.of());
    }

    private static FlowEvent event(Kind kind, String detail) {
        try {
            return new FlowEvent(kind, Instant.EPOCH, (ObjectNode) new ObjectMapper().readTree(detail));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
