package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.testing.TestConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whether a replay that was planned is still the one that is carried out. */
class ReplayChecksTest {
    private static final String YAML = TestConfig.yaml("{}", 8080, 8081, 8082, "");
    private static final ReplayDestination RULES = new ReplayDestination.ByRules();

    @Test
    void aChannelThatIsAddedOrRemovedIsNoChangeOfTheRules() throws Exception {
        String removed = YAML.replaceAll("  - \\{ name: oncall.*\n", "").replace("[oncall]", "[platform]");
        RelayConfig fewer = config(removed);

        assertThat(ReplayOrders.rules(config(YAML))).containsOnlyKeys("arms-shared", "arms-dedicated");
        assertThat(ReplayOrders.rules(fewer)).containsOnlyKeys("arms-shared", "arms-dedicated");
    }

    @Test
    void anOrderOfAnEarlierVersionThatNamesTheRelaysOwnIntegrationsIsCarriedOut() throws Exception {
        Map<String, String> rules = new HashMap<>(ReplayOrders.rules(config(YAML)));
        rules.put("relay-test/gone", "0123456789ab");
        rules.put("relay/self", "0123456789ab");

        assertThatCode(() -> check(
                        order(RULES, rules), Set.of("arms-shared", "relay-test/gone", "relay/self"), config(YAML)))
                .doesNotThrowAnyException();
    }

    @Test
    void anIntegrationOfWhichItHasAWebhookIsNotRemovedAndItsRulesAreNotChanged() throws Exception {
        Map<String, String> rules = ReplayOrders.rules(config(YAML));
        RelayConfig renamed = config(YAML.replace("arms-shared", "arms-renamed"));
        RelayConfig changed = config(YAML.replace("vals: [payments]", "vals: [paying]"));

        assertThatThrownBy(() -> check(order(RULES, rules), Set.of("arms-shared"), renamed))
                .hasMessage("integration arms-shared is no longer configured: plan it again");
        assertThatThrownBy(() -> check(order(RULES, rules), Set.of("arms-shared"), changed))
                .isInstanceOf(ReplayChecks.OtherRulesException.class)
                .hasMessageContaining(
                        " runs version %s of the rules of arms-shared, and it was planned with version %s: relay reload",
                        ReplayOrders.rules(changed).get("arms-shared"), rules.get("arms-shared"));
        assertThatCode(() -> {
                    check(order(RULES, rules), Set.of("arms-dedicated"), renamed);
                    check(order(RULES, rules), Set.of("arms-dedicated"), changed);
                    check(order(new ReplayDestination.ToChannel("oncall"), rules), Set.of("arms-shared"), changed);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void oneOfWhichNothingIsLeftToSendBecauseTheChannelWasRemovedFailsAndSaysWhatThatWasTo() {
        Candidate gone = candidate(1, "former");
        Planner planner = PlannerRig.planner(RULES, ReplayFilter.NONE, false);
        planner.candidate(gone);
        planner.chosen();
        Planner mixed = PlannerRig.planner(RULES, ReplayFilter.NONE, false);
        mixed.candidate(gone);
        mixed.candidate(candidate(2, "payments"));
        mixed.chosen();

        assertThatThrownBy(() -> planner.plan().checkChannels())
                .hasMessageContaining("nothing of it can be sent any more")
                .hasMessageContaining(" to former")
                .hasMessageContaining("the channel is not configured any more");
        assertThatCode(() -> mixed.plan().checkChannels()).doesNotThrowAnyException();
    }

    private static Candidate candidate(int webhook, String channel) {
        return new Candidate(
                PlannerRig.source(webhook),
                "a" + webhook,
                "title",
                AlertStatus.FIRING,
                Severity.WARNING,
                List.of(channel),
                "v1",
                "case 1",
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static void check(ReplayOrder order, Set<String> concerned, RelayConfig config) throws ReplayException {
        new ReplayChecks(order, config).checkRules(concerned);
    }

    private static ReplayOrder order(ReplayDestination to, Map<String, String> rules) {
        ReplayOrder order = PlannerRig.order(to, ReplayFilter.NONE, false);
        return new ReplayOrder(
                order.id(),
                order.createdAt(),
                order.by(),
                order.narrowing(),
                to,
                order.share(),
                order.again(),
                order.deadLetters(),
                order.bounds(),
                rules);
    }

    private static RelayConfig config(String yaml) throws InvalidConfigException {
        return TestConfig.load(yaml, Path.of(""));
    }
}
