package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.Main;
import io.alertrelay.audit.AuditReport;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.KeptCommits;
import io.alertrelay.sandbox.AlertHistory;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.Bodies;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What becomes of alerts that wait in a channel that is removed. */
class RemovedChannelIT extends ReloadRig {
    @Test
    void whatWaitsInARemovedChannelIsListedAlsoAfterARestartUntilItIsDiscarded() throws Exception {
        String dead = yaml.replace("  - { name: platform, ", "  - { name: 支付 值班, ")
                .replace("channels: [platform]", "channels: [支付 值班]")
                .replace(
                        "http://127.0.0.1:" + flashduty.port() + "/event/push/alert/standard?integration_key="
                                + pushKey("platform"),
                        "http://127.0.0.1:1/nobody-there");
        write(dead);
        applied(reload());
        for (int i = 0; i < 5; i++) {
            assertThat(post(SHARED_KEY, "a" + i, "platform")).isTrue();
        }
        await().atMost(SOON).until(() -> relay.channel("支付 值班").path("waiting").asInt() == 5);
        assertThat(discard("支付 值班").statusCode()).as("it is configured").isEqualTo(409);

        write(yaml);
        applied(reload());

        assertThat(post(SHARED_KEY, "b", "platform")).isTrue();
        await().atMost(SOON).until(() -> titles("platform").contains("b"));
        await().atMost(SOON).until(() -> removed().equals("[{\"name\":\"支付 值班\",\"waiting\":5}]"));
        app.close();
        startWith(yaml);
        await().atMost(SOON).until(() -> removed().equals("[{\"name\":\"支付 值班\",\"waiting\":5}]"));
        copyOfTheFirst("支付 值班");
        assertThat(discard("nonsense").statusCode()).isEqualTo(404);
        assertThat(discard("支付 值班", "x".repeat(501)).statusCode())
                .as("a name that records would keep")
                .isEqualTo(400);

        await().atMost(SOON).until(() -> discard("支付 值班").statusCode() == 200);

        await().atMost(SOON).until(() -> removed().equals("[]"));
        assertThat(new Topics(SharedBroker.bootstrapServers()).read(names.deadLetters()))
                .hasSize(5)
                .allMatch(record -> new String(record.value(), StandardCharsets.UTF_8)
                        .contains("discarded by alice after the channel was removed"));
        await().atMost(SOON)
                .until(() -> new Topics(SharedBroker.bootstrapServers())
                                .read(names.receipts())
                                .size()
                        == 6);
        assertThat(metrics()).contains("alert_relay_deliveries_total{channel=\"支付 值班\",outcome=\"discarded\"} 5");
        AuditReport audit = audit();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.deliveries().deadLettered()).containsExactly(Map.entry("discarded", 5L));
        assertThat(audit.unaccounted()).isZero();
        assertThat(audit.deliveries().pending()).isZero();
    }

    @Test
    void whatWaitsInARemovedChannelGoesWhereItsNameIsPointedAndSoDoItsRecoveries() throws Exception {
        String night = "  - { name: night, push_url: \"http://127.0.0.1:1/nobody-there\" }\n";
        String dead = yaml.replace("channels: [platform]", "channels: [night]")
                .replace("  - { name: payments, push", night + "  - { name: payments, push");
        write(dead);
        applied(reload());
        for (int i = 0; i < 3; i++) {
            assertThat(post(SHARED_KEY, "a" + i, "platform")).isTrue();
        }
        await().atMost(SOON).until(() -> relay.channel("night").path("waiting").asInt() == 3);
        String without = yaml.replace("channels: [platform]", "channels: [oncall]");
        write(without);
        applied(reload());
        await().atMost(SOON).until(() -> removed().equals("[{\"name\":\"night\",\"waiting\":3}]"));

        String platform = "http://127.0.0.1:" + flashduty.port() + "/event/push/alert/standard?integration_key="
                + pushKey("platform");
        write(without.replace(
                "  - { name: payments, push",
                "  - { name: night, push_url: \"" + platform + "\" }\n  - { name: payments, push"));
        applied(reload());

        await().atMost(SOON).until(() -> titles("platform").equals(Set.of("a0", "a1", "a2")));
        for (int i = 0; i < 3; i++) {
            assertThat(post(SHARED_KEY, Bodies.resolved("a" + i, "critical", "platform")))
                    .isTrue();
        }
        await().atMost(SOON).until(() -> flashduty.accepted(pushKey("platform")).size() == 6);
        await().atMost(SOON).until(() -> relay.channel("night").path("waiting").asInt(1) == 0);
        assertThat(flashduty.accepted(pushKey("platform")))
                .extracting(received -> received.eventStatus().orElseThrow())
                .containsExactly("Critical", "Critical", "Critical", "Ok", "Ok", "Ok");
        assertThat(audit().findings()).isEmpty();
        assertThat(audit().deliveries().delivered()).isEqualTo(6);
    }

    @Test
    void whatWaitsInARemovedChannelMovesToAnotherByDiscardAndRedriveAndItsRecoveriesFollow() throws Exception {
        String night = "  - { name: night, push_url: \"http://127.0.0.1:1/nobody-there\" }\n";
        write(yaml.replace("channels: [platform]", "channels: [night]")
                .replace("  - { name: payments, push", night + "  - { name: payments, push"));
        applied(reload());
        for (int i = 0; i < 3; i++) {
            assertThat(post(SHARED_KEY, "a" + i, "platform")).isTrue();
        }
        assertThat(post(SHARED_KEY, Bodies.resolved("a0", "critical", "platform")))
                .isTrue();
        await().atMost(SOON).until(() -> relay.channel("night").path("waiting").asInt() == 4);
        write(yaml.replace("channels: [platform]", "channels: [oncall]"));
        applied(reload());
        await().atMost(SOON).until(() -> removed().equals("[{\"name\":\"night\",\"waiting\":4}]"));

        for (List<String> question : List.of(List.of("find"), List.of("receipts", lastReceipt()))) {
            StringWriter answer = new StringWriter();
            assertThat(command(answer, question.toArray(String[]::new))).isZero();
            assertThat(answer.toString())
                    .contains("the channel was removed from the configuration and nothing is sent to it")
                    .doesNotContain("before it");
        }
        StringWriter plan = new StringWriter();
        assertThat(discardByCommand(plan)).isZero();
        assertThat(plan.toString())
                .contains("Nothing was changed. With --yes all that waits in night (at most 4 alerts)");
        assertThat(new Topics(SharedBroker.bootstrapServers()).read(names.deadLetters()))
                .isEmpty();
        await().atMost(SOON).until(() -> discardByCommand(new StringWriter(), "--yes") == 0);
        String letters = new Topics(SharedBroker.bootstrapServers())
                .read(names.deadLetters()).stream()
                        .map(letter -> "\"dl-" + letter.partition() + "-" + letter.offset() + "\"")
                        .collect(Collectors.joining(","));
        relay.manage(
                "replays", "{\"dead_letters\":[" + letters + "],\"to_channel\":\"platform\",\"execute\":true}", 201);

        await().atMost(SOON).until(() -> flashduty.accepted(pushKey("platform")).size() == 3);
        assertThat(post(SHARED_KEY, Bodies.resolved("a1", "critical", "platform")))
                .isTrue();
        await().atMost(SOON).until(() -> flashduty.accepted(pushKey("platform")).size() == 4);
        assertThat(flashduty.alerts(pushKey("platform")).values())
                .extracting(AlertHistory::states)
                .containsExactlyInAnyOrder(List.of("Ok"), List.of("Critical", "Ok"), List.of("Critical"));
        assertThat(audit().findings()).isEmpty();
        assertThat(audit().deliveries().deadLettersResolved()).isEqualTo(Map.of("redriven", 3L));
    }

    @Test
    void whatWasDeliveredBehindOneThatFailedIsNotDiscarded() throws Exception {
        flashduty.faultWhen(
                pushKey("platform"),
                received -> title(received).equals("failing"),
                new Fault.Status(500, "InternalError", "down"));
        assertThat(post(SHARED_KEY, "first", "platform")).isTrue();
        await().atMost(SOON).until(() -> committed("platform") == 1);
        assertThat(post(SHARED_KEY, "failing", "platform")).isTrue();
        assertThat(post(SHARED_KEY, "behind", "platform")).isTrue();
        Topics topics = new Topics(SharedBroker.bootstrapServers());
        await().atMost(SOON).until(() -> topics.read(names.receipts()).size() == 2);
        assertThat(titles("platform")).isEqualTo(Set.of("first", "behind"));

        write(yaml.replaceAll("  - \\{ name: platform.*\n", "").replace("channels: [platform]", "channels: [oncall]"));
        applied(reload());
        await().atMost(SOON).until(() -> discard("platform").statusCode() == 200);

        assertThat(topics.read(names.deadLetters()))
                .singleElement()
                .satisfies(letter -> assertThat(new String(letter.value(), StandardCharsets.UTF_8))
                        .contains("failing"));
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void whatWasDeliveredIsNotSentAgainWhenKafkaHasForgottenTheOffsetsAndTheReceiptsAreGone() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(post(SHARED_KEY, "a" + i, "platform")).isTrue();
        }
        await().atMost(SOON).until(() -> committed("platform") == 3);

        app.close();
        forgetLongAgo("platform");
        startWith(yaml);
        assertThat(post(SHARED_KEY, "b", "platform")).isTrue();
        await().atMost(SOON).until(() -> committed("platform") == 4);
        write(yaml.replaceAll("  - \\{ name: platform.*\n", "").replace("channels: [platform]", "channels: [oncall]"));
        applied(reload());
        forgetLongAgo("platform");
        write(yaml);
        applied(reload());
        assertThat(post(SHARED_KEY, "c", "platform")).isTrue();
        await().atMost(SOON).until(() -> committed("platform") == 5);

        assertThat(flashduty.accepted(pushKey("platform")).stream().map(ReloadRig::title))
                .containsExactlyInAnyOrder("a0", "a1", "a2", "b", "c");
    }

    /** As when the group had no members for a week, and nothing was settled for a month. */
    private void forgetLongAgo(String channel) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            await().atMost(SOON).until(() -> new GroupOffsets(admin).members(names.channelGroup(channel)) == 0);
            new KeptCommits(new GroupOffsets(admin), SharedBroker.clients(), names)
                    .keep(List.of(names.channel(channel)));
            admin.deleteConsumerGroups(List.of(names.channelGroup(channel)))
                    .all()
                    .get();
            admin.deleteRecords(Map.of(new TopicPartition(names.receipts(), 0), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    private long committed(String channel) throws Exception {
        try (Admin admin = SharedBroker.clients().admin()) {
            return new GroupOffsets(admin)
                    .committed(names.channelGroup(channel), names.channel(channel))
                    .getOrDefault(0, 0L);
        }
    }

    private String lastReceipt() {
        return new Topics(SharedBroker.bootstrapServers())
                .read(names.channel("night")).stream()
                        .map(record -> new String(
                                record.headers().lastHeader("receipt").value(), StandardCharsets.UTF_8))
                        .reduce((former, last) -> last)
                        .orElseThrow();
    }

    private int discardByCommand(StringWriter out, String... more) {
        return command(
                out,
                Stream.concat(Stream.of("channels", "discard", "night"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private int command(StringWriter out, String... words) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of(words), Stream.of("--url", "http://127.0.0.1:" + app.managementPort()))
                        .toArray(String[]::new));
    }

    @Test
    void aReplayToAChannelThatIsRemovedMeanwhileFailsAndSaysWhy() throws Exception {
        slowReplayToOncall();

        write(yaml.replaceAll("  - \\{ name: oncall.*\n", "").replace("channels: [oncall]", "channels: [platform]"));
        applied(reload());

        failedBecause("channel oncall is no longer configured: plan it again");
    }

    @Test
    void aReplayGoesOnWithoutAChannelAndAnIntegrationThatItNeedsNotAndFailsWithoutOneThatItNeeds() throws Exception {
        slowReplayToOncall();
        String before = replayedAt();

        write(yaml.replaceAll("  - \\{ name: platform.*\n", "")
                .replace("channels: [platform]", "channels: [oncall]")
                .replaceAll("  - name: arms-dedicated\n.*\n.*\n", ""));
        applied(reload());

        await().atMost(SOON)
                .until(() -> !replayedAt().equals(before)
                        && relay.health().at("/replays/0/state").asText().equals("running"));
        write(yaml.replace("arms-shared", "arms-renamed"));
        applied(reload());
        failedBecause("integration arms-shared is no longer configured: plan it again");
    }

    /** When the state of the only replay was written. */
    private String replayedAt() {
        return relay.health().at("/replays/0/at").asText();
    }

    /** One that takes minutes, and of which a part is sent. */
    private void slowReplayToOncall() throws Exception {
        int alerts = 50;
        for (int i = 0; i < alerts; i++) {
            assertThat(post(SHARED_KEY, "a" + i, "payments")).isTrue();
        }
        await().atMost(SOON).until(() -> titles("payments").size() == alerts);
        // A plan goes as far as the offsets of routing, which are committed a moment after the events are delivered.
        await().atMost(SOON)
                .until(() -> relay.manage("replays", "{\"last\":\"1h\",\"to_channel\":\"oncall\"}", 200)
                                .path("alerts")
                                .asInt()
                        == alerts);
        relay.manage("replays", "{\"last\":\"1h\",\"to_channel\":\"oncall\",\"share\":0.0003,\"execute\":true}", 201);
        await().atMost(SOON).until(() -> !titles("oncall").isEmpty());
    }

    private void failedBecause(String why) {
        await().atMost(SOON)
                .until(() -> relay.health().at("/replays/0/state").asText().equals("failed"));
        assertThat(relay.health().at("/replays/0/message").asText()).isEqualTo(why);
    }

    /** As a crash while it was routed leaves it behind. */
    private void copyOfTheFirst(String channel) {
        ConsumerRecord<String, byte[]> first = new Topics(SharedBroker.bootstrapServers())
                .read(names.channel(channel))
                .get(0);
        ProducerRecord<String, byte[]> copy =
                new ProducerRecord<>(names.channel(channel), null, first.key(), first.value(), first.headers());
        copy.headers().add("redone", "true".getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(copy);
        }
    }
}
