package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.sandbox.Received;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of alerts while the configuration is changed. */
class ReloadIT extends ReloadRig {
    @Test
    void everyAlertIsRoutedWhollyByOneRuleSetAndNoneIsLostWhileTheRulesChange() throws Exception {
        // Either set sends what it takes to two channels; a mixture would be another pair.
        String one = yaml.replace("channels: [platform]", "channels: [oncall]")
                .replace("vals: [platform, payments]", "vals: [payments]");
        write(one);
        String first = applied(reload());
        write(yaml);
        String second = applied(reload());
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> posts =
                CompletableFuture.supplyAsync(() -> post(400, enough, i -> post(SHARED_KEY, "a" + i, "payments")));
        for (int reloads = 0; reloads < 6 || !posts.isDone(); reloads++) {
            write(reloads % 2 == 0 ? one : yaml);
            applied(reload());
            enough.set(reloads >= 5);
        }
        int all = posts.join();

        await().atMost(SOON).until(() -> titles("payments").size() == all);
        await().atMost(SOON)
                .until(() -> titles("platform").size() + titles("oncall").size() == all);
        assertThat(titles("platform")).doesNotContainAnyElementsOf(titles("oncall"));
        Set<String> pairs = new HashSet<>();
        for (String channel : Set.of("payments", "platform", "oncall")) {
            new Topics(SharedBroker.bootstrapServers())
                    .read(names.channel(channel))
                    .forEach(record -> pairs.add(Topics.header(record, "rules").orElseThrow() + " "
                            + Topics.header(record, "channels").orElseThrow()));
        }
        assertThat(pairs)
                .as("rules and channels, as the events carry them; both sets were at work")
                .hasSize(2)
                .allMatch(pair ->
                        pair.endsWith("[\"payments\",\"platform\"]") || pair.endsWith("[\"payments\",\"oncall\"]"));
        assertThat(first).isNotEqualTo(second);
    }

    /**
     * Posts at least so many times, and until it is enough.
     *
     * @param post gets its number, from 0, and says whether it was taken
     * @return how many times
     */
    private static int post(int atLeast, AtomicBoolean enough, IntPredicate post) {
        int count = 0;
        while (count < atLeast || !enough.get()) {
            assertThat(post.test(count)).isTrue();
            count++;
        }
        return count;
    }

    @Test
    void aConfigurationWithMistakesChangesNothingAndSaysSoUntilItIsMended() throws Exception {
        String version = relay.health().at("/config/version").asText();
        assertThat(version).hasSize(12);
        write(yaml.replace("default: { channels: [oncall] }", "default: { channels: [nobody] }")
                .replace("rate: 60000/min", "rate: fast"));

        HttpResponse<String> answer = reload();

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).at("/error/problems").size()).isGreaterThan(1);
        JsonNode health = relay.health();
        assertThat(health.path("status").asText()).isEqualTo("degraded");
        assertThat(health.at("/config/version").asText()).isEqualTo(version);
        assertThat(health.at("/config/error").asText()).contains("mistakes", "relay.yaml:");
        assertThat(metrics())
                .contains("alert_relay_config_valid 0")
                .contains("alert_relay_config_reloads_total{result=\"invalid\"} 1");
        assertThat(post(SHARED_KEY, "still", "nobody-in-particular")).isTrue();
        await().atMost(SOON).until(() -> titles("oncall").contains("still"));

        write(yaml);
        assertThat(json(reload()).path("result").asText()).isEqualTo("unchanged");
        await().until(() -> relay.health().path("status").asText().equals("up"));
        assertThat(metrics()).contains("alert_relay_config_valid 1");
    }

    @Test
    void integrationsComeAndGoAndWhatNeedsARestartIsNamed() throws Exception {
        write(yaml.replace(DEDICATED_KEY, "another-key-for-it")
                .replace("name: arms-dedicated", "name: arms-new")
                .replace("account_rate: 600000/min", "account_rate: 500000/min"));

        JsonNode answer = json(reload());

        assertThat(answer.path("needs_restart").toString()).isEqualTo("[\"flashduty\"]");
        assertThat(answer.path("changes").toString()).contains("arms-new: added", "arms-dedicated: removed");
        assertThat(relay.post(DEDICATED_KEY, Bodies.firing("old", "info", "x")).statusCode())
                .isEqualTo(401);
        assertThat(post("another-key-for-it", "new", "x")).isTrue();
        await().atMost(SOON).until(() -> titles("payments").contains("new"));
        assertThat(relay.health().at("/config/needs_restart").toString()).isEqualTo("[\"flashduty\"]");
        assertThat(relay.health().path("integrations").findValuesAsText("name"))
                .containsExactly("arms-shared", "arms-new");
    }

    @Test
    void aChangedFileIsNoticed() throws Exception {
        app.watch();
        String version = relay.health().at("/config/version").asText();

        write(yaml.replace("vals: [payments]", "vals: [pay]"));

        await().atMost(SOON)
                .until(() -> !relay.health().at("/config/version").asText().equals(version));
    }

    @Test
    void aChannelIsReplacedAgainAndAgainWhileAlertsFlowAndEachArrivesOnceAndInOrder() throws Exception {
        for (int round = 0; round < 4; round++) {
            String to = round % 2 == 0 ? "elsewhere" : "payments";
            String name = "a" + round + "-";
            CompletableFuture<Void> posts = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 40; i++) {
                    opensAndRecovers(name + i);
                }
            });
            // Only the query, which no address of a route shows.
            write(yaml.replace(pushKey("payments") + "\"", pushKey(to) + "\""));
            applied(reload());
            posts.join();
            opensAndRecovers(name + "last");
            await().atMost(SOON).until(() -> titles(to).contains(name + "last"));
        }
        // The last recovery is routed a moment after its firing.
        await().atMost(SOON)
                .until(() -> Stream.of("payments", "elsewhere")
                                .mapToInt(channel ->
                                        flashduty.received(pushKey(channel)).size())
                                .sum()
                        >= 2 * 4 * 41);
        await().atMost(SOON)
                .until(() -> relay.channel("payments").path("waiting").asInt(1) == 0);
        List<Received> all = Stream.of("payments", "elsewhere")
                .flatMap(channel -> flashduty.received(pushKey(channel)).stream())
                .sorted(Comparator.comparing(Received::sequence))
                .toList();
        assertThat(all).as("each once").hasSize(2 * 4 * 41);
        Map<String, List<String>> byAlert = all.stream()
                .collect(Collectors.groupingBy(
                        r -> r.alertKey().orElseThrow(),
                        Collectors.mapping(r -> r.eventStatus().orElseThrow(), Collectors.toList())));
        assertThat(byAlert.values()).hasSize(4 * 41).allMatch(List.of("Critical", "Ok")::equals);
    }

    private void opensAndRecovers(String name) {
        assertThat(post(DEDICATED_KEY, Bodies.firing(name, "critical", "x"))).isTrue();
        assertThat(post(DEDICATED_KEY, Bodies.resolved(name, "critical", "x"))).isTrue();
    }

    @Test
    void channelsComeAndGoWhileAlertsFlow() throws Exception {
        String more = yaml.replace("channels: [platform]", "channels: [night]")
                .replace("  - { name: platform, ", "  - { name: night, ")
                .replace(pushKey("platform"), pushKey("night"));
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Integer> posts =
                CompletableFuture.supplyAsync(() -> post(200, enough, i -> post(SHARED_KEY, "a" + i, "platform")));
        for (int reloads = 0; reloads < 2 || !posts.isDone(); reloads++) {
            write(reloads % 2 == 0 ? more : yaml);
            applied(reload());
            if (reloads == 0) {
                await().atMost(SOON).until(() -> !titles("night").isEmpty());
            }
            enough.set(reloads >= 1);
        }
        int all = posts.join();
        write(yaml);
        reload();
        assertThat(metrics())
                .contains("alert_relay_channel_waiting{channel=\"platform\"}")
                .doesNotContain("alert_relay_channel_waiting{channel=\"night\"}");

        String both = yaml.replace(
                "channels:\n  - { name: payments",
                "channels:\n  - { name: night, push_url: \"http://127.0.0.1:" + flashduty.port()
                        + "/event/push/alert/standard?integration_key=" + pushKey("night")
                        + "\" }\n  - { name: payments");
        write(both);
        applied(reload());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                titles("platform").size() + titles("night").size())
                        .as("what waited in the channel that was removed is delivered when it is back")
                        .isEqualTo(all));
    }
}
