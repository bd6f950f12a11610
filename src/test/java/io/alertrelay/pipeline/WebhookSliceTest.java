package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.config.ConfigLoader;
import io.alertrelay.config.Format;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.record.WebhookRecord;
import io.alertrelay.testing.WebhookReceipts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
}
