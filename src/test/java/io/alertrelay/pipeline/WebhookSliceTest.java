package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.Format;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.record.AlertIndexes;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WebhookSliceTest {
    @Test
    void countsWhatTheHeadersOfItsEventsTakeNotOnlyTheEvents() throws Exception {
        List<String> channels = IntStream.range(0, 30)
                .mapToObj(i -> "a-channel-with-a-long-name-" + i)
                .toList();
        RelayConfig config = new ConfigLoader(Map.of())
                .load(
                        """
                integrations:
                  - { name: arms, key: a-long-key, routes: { default: { channels: %s } } }
                channels:
                %s
                """.formatted(
                                channels,
                                channels.stream()
                                        .map("  - { name: %1$s, push_url: \"https://example.com/%1$s\" }"::formatted)
                                        .collect(Collectors.joining("\n"))),
                        "relay.yaml",
                        Path.of(""));
        Router router = new Router(
                config.integrations().stream()
                        .map(IntegrationPipeline::of)
                        .collect(Collectors.toMap(IntegrationPipeline::name, Function.identity())),
                channels.stream().collect(Collectors.toMap(Function.identity(), name -> Format.STANDARD)));
        WebhookRecord webhook = WebhookReceipts.stored(
                WebhookReceipts.webhook(0, 0), "arms", Instant.EPOCH, """
                {"alerts": [{"status": "firing", "labels": {"alertname": "a"}, "startsAt": "%s"}]}""".formatted("2".repeat(2_000)));

        RoutedSlice slice =
                RoutedByHand.slice(router.begin(webhook), OpenAlerts.none(Duration.ofDays(30)), Long.MAX_VALUE);

        assertThat(slice.events()).hasSize(30);
        assertThat(slice.bytes())
                .isGreaterThan(slice.events().stream()
                        .mapToLong(event -> event.event().length
                                + event.startsAt().orElseThrow().length()
                                + String.join(",", channels).length())
                        .sum());
    }

    @Test
    void ofVeryManyThatAreNoAlertsTheFirstHaveARecordEachAndTheOthersShareOne() throws Exception {
        int items = 500_000;
        String body = "{\"receiver\":\"r\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"a\"}}"
                + ",1".repeat(items) + "]}";
        WebhookRouting webhook =
                router().begin(WebhookReceipts.stored(WebhookReceipts.webhook(0, 0), "arms", Instant.EPOCH, body));
        List<SetAsideAlert> setAside = new ArrayList<>();
        int events = 0;
        while (webhook.hasNext()) {
            RoutedSlice slice = RoutedByHand.slice(webhook, OpenAlerts.none(Duration.ofDays(30)), 512 << 10);
            assertThat(slice.bytes()).isLessThan(600 << 10);
            setAside.addAll(slice.setAside());
            events += slice.events().size();
        }

        assertThat(events).isEqualTo(1);
        assertThat(setAside.stream()
                        .map(SetAsideAlert::indexes)
                        .flatMapToInt(AlertIndexes::stream)
                        .boxed())
                .isEqualTo(IntStream.rangeClosed(1, items).boxed().toList());
        assertThat(setAside).hasSizeLessThan(400);
        assertThat(setAside.subList(0, 100)).allMatch(one -> one.indexes().count() == 1);
        SetAsideAlert first = setAside.get(100);
        assertThat(first.indexes().first()).isEqualTo(101);
        assertThat(first.cause())
                .startsWith(first.indexes().count() + " alerts, kept together")
                .contains("alerts[101]: expected an object, found a number");
        assertThat(new String(first.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"receiver\":\"r\",\"alerts\":[1"
                        + ",1".repeat(first.indexes().count() - 1) + "]}");
        assertThat(setAside.stream().mapToLong(one -> one.body().length).sum()).isLessThan(4L * items);
    }

    @Test
    void ofAHundredThatAreNoAlertsEachHasARecord() throws Exception {
        String body = "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"a\"}}" + ",1".repeat(101) + "]}";
        WebhookRouting webhook =
                router().begin(WebhookReceipts.stored(WebhookReceipts.webhook(0, 0), "arms", Instant.EPOCH, body));

        RoutedSlice slice = RoutedByHand.slice(webhook, OpenAlerts.none(Duration.ofDays(30)), Long.MAX_VALUE);

        assertThat(slice.setAside()).hasSize(101).allMatch(one -> one.indexes().count() == 1);
        assertThat(slice.setAside().get(100).cause()).startsWith("alerts[101]: expected an object, found a number");
        assertThat(new String(slice.setAside().get(100).body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"alerts\":[1]}");
    }

    private static Router router() throws Exception {
        RelayConfig config = new ConfigLoader(Map.of()).load("""
                integrations:
                  - { name: arms, key: a-long-key, channel: payments }
                channels:
                  - { name: payments, push_url: "https://example.com/payments" }
                """, "relay.yaml", Path.of(""));
        return new Router(
                config.integrations().stream()
                        .map(IntegrationPipeline::of)
                        .collect(Collectors.toMap(IntegrationPipeline::name, Function.identity())),
                Map.of("payments", Format.STANDARD));
    }
}
