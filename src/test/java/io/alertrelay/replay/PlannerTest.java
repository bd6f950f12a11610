package io.alertrelay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.delivery.Source;
import io.alertrelay.ledger.DeliveryId;
import io.alertrelay.ledger.DueDelivery;
import io.alertrelay.ledger.Outcome;
import io.alertrelay.ledger.SettledDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a replay sends, and what it leaves out. The stretch is the webhooks 0 to 99; 100 to 199 came after it. */
class PlannerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    private static final Set<String> CHANNELS = Set.of("payments", "platform", "oncall");

    private final List<Runnable> past = new ArrayList<>();
    private Planner planner = planner(new Destination.ByRules(), StateChoice.LATEST, Narrowing.NONE, false);

    @Test
    void ofEachAlertTheLatestStateOfTheStretchIsSentTheMostSevereFirst() {
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "b", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        came(3, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("b 2 firing", "a 3 resolved");
    }

    @Test
    void anAlertThatWasResolvedAfterTheStretchIsNotOpenedAgain() {
        came(1, "a", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        later("a", 150, AlertStatus.RESOLVED);

        Plan plan = plan();

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.RESOLVED_SINCE);
        assertThat(plan.leftOut().get(Reason.RESOLVED_SINCE).examples().get(0)).contains("w0-1-", "\"title of a\"");
    }

    @Test
    void anAlertThatFiresAgainIsNotClosed() {
        came(1, "a", AlertStatus.RESOLVED, Severity.CRITICAL, "payments");
        later("a", 150, AlertStatus.FIRING);

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.FIRED_SINCE);
    }

    @Test
    void whatHasNewsInTheChannelAlreadyIsLeftOutThereAndSentWhereItHasNot() {
        due(150, "a", "payments", "");
        came(1, "a", AlertStatus.FIRING, Severity.CRITICAL, "payments", "platform");
        later("a", 150, AlertStatus.FIRING);

        Plan plan = plan();

        assertThat(sent(plan, "platform")).containsExactly("a 1 firing");
        assertThat(plan.picks()).containsOnlyKeys("platform");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NEWER_DELIVERED);
    }

    @Test
    void ofAllStatesEachIsSentInOrderAndTheNewsWithinTheStretchAreNoReasonAgainstAnOlderOne() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, Narrowing.NONE, false);
        due(1, "a", "payments", "");
        due(3, "a", "payments", "");
        settled(1, "payments", "", Outcome.DELIVERED);
        settled(3, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "b", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        came(3, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("a 1 firing", "b 2 firing", "a 3 resolved");
    }

    @Test
    void ofAllStatesThoseAreLeftOutThatHaveNewsBehindTheStretchAndThoseThatOpenWhatIsOverAreNamed() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        due(150, "a", "oncall", "");
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");
        later("a", 150, AlertStatus.RESOLVED);
        later("b", 151, AlertStatus.RESOLVED);

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("b 2 firing");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.NEWER_DELIVERED);
        assertThat(plan.reopened().count()).isEqualTo(1);
        assertThat(plan.reopened().examples().get(0)).contains("title of b");
    }

    @Test
    void ofAllStatesOneIsLeftOutIfANewerOneIsInTheChannelThatIsNotSentAgain() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, only(Only.NEVER_DELIVERED), false);
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DEAD_LETTERED);
        due(3, "a", "payments", "");
        settled(3, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(3, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");

        Plan plan = plan();

        assertThat(plan.picks()).isEmpty();
        assertThat(plan.leftOut().keySet()).containsExactlyInAnyOrder(Reason.NEWER_DELIVERED, Reason.NOT_ASKED_FOR);
    }

    @Test
    void ofAllStatesOneThatTheChannelNeverGotIsLeftOutIfItGotANewerOneWhichFlashdutyWouldDiscard() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, Narrowing.NONE, false);
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DELIVERED);
        due(2, "a", "payments", "");
        settled(2, "payments", "", Outcome.DEAD_LETTERED);
        due(3, "a", "payments", "");
        settled(3, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "a", AlertStatus.FIRING, Severity.CRITICAL, "payments");
        came(3, "a", AlertStatus.RESOLVED, Severity.CRITICAL, "payments");
        came(4, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        Plan plan = plan();

        assertThat(sent(plan, "payments")).containsExactly("a 1 firing", "a 3 resolved", "a 4 firing");
        assertThat(plan.leftOut().keySet()).containsExactly(Reason.NEWER_DELIVERED);
    }

    @Test
    void ofAllStatesNoneIsSentBehindOneThatTheChannelHasAndThatIsNotAskedForThoughANewerOneIsSent() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, only(Only.DEAD_LETTERED), false);
        for (int webhook = 1; webhook <= 3; webhook++) {
            due(webhook, "a", "payments", "");
            settled(webhook, "payments", "", webhook == 2 ? Outcome.DELIVERED : Outcome.DEAD_LETTERED);
            came(webhook, "a", webhook == 2 ? AlertStatus.RESOLVED : AlertStatus.FIRING, Severity.WARNING, "payments");
        }

        assertThat(sent(plan(), "payments")).containsExactly("a 3 firing");
    }

    @Test
    void ofAllStatesNoneIsSentBehindOneThatTheChannelHasAndThatIsOutsideOfWhatIsReplayed() {
        planner = planner(new Destination.ByRules(), StateChoice.ALL, Narrowing.NONE, false);
        due(2, "a", "payments", "");
        settled(2, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        planner.came("a", source(2), AlertStatus.RESOLVED);
        came(3, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("a 3 firing");
    }

    @Test
    void whileItRunsNothingIsSentThatIsOlderThanWhatIsSentToTheChannelBesideIt() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "a", AlertStatus.RESOLVED, Severity.WARNING, "payments");
        Bounds bounds = plan().order().bounds();
        planner.standing().wentMeanwhile("oncall", "a", source(2));

        assertThat(planner.standing()
                        .againstOneOfAll("oncall", "a", source(1), AlertStatus.FIRING, source -> true, bounds))
                .contains(Reason.NEWER_DELIVERED);
        assertThat(planner.standing()
                        .againstOneOfAll("oncall", "a", source(2), AlertStatus.RESOLVED, source -> true, bounds))
                .isEmpty();
        assertThat(planner.standing()
                        .againstOneOfAll("payments", "a", source(1), AlertStatus.FIRING, source -> true, bounds))
                .isEmpty();
    }

    @Test
    void ofAllStatesAFiringWhoseRecoveryIsNotAskedForIsNamedAsOneThatOpensWhatIsOver() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        planner.came("a", source(3), AlertStatus.RESOLVED);

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("a 1 firing");
        assertThat(plan.reopened().count()).isEqualTo(1);
    }

    @Test
    void whileItRunsAnAlertThatIsResolvedIsNoLongerOpenedThoughAllStatesAreSent() {
        planner = planner(new Destination.ToChannel("oncall"), StateChoice.ALL, Narrowing.NONE, false);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        ReplayOrder order = plan().order();
        planner.standing().came("a", source(250), AlertStatus.RESOLVED);

        assertThat(planner.standing()
                        .againstOneOfAll("oncall", "a", source(1), AlertStatus.FIRING, source -> false, order.bounds()))
                .contains(Reason.RESOLVED_SINCE);
        assertThat(planner.standing()
                        .againstOneOfAll(
                                "oncall", "a", source(2), AlertStatus.RESOLVED, source -> false, order.bounds()))
                .isEmpty();
    }

    @Test
    void aSecondCopyOfADeliveryThatEndedDoesNotWait() {
        due(1, "a", "payments", "");
        due(1, "a", "payments", "");
        settled(1, "payments", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(sent(plan(), "payments")).containsExactly("a 1 firing");
    }

    @Test
    void whatTheChannelsGroupHasPassedDoesNotWaitThoughItHasNoReceipt() {
        planner = planner(new Destination.ByRules(), StateChoice.LATEST, only(Only.NEVER_DELIVERED), false);
        due(1, "a", "platform", "");
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "platform");

        assertThat(sent(plan(), "platform")).containsExactly("a 1 firing");
    }

    @Test
    void ofDeadLettersOfOneAlertOnlyTheNewestIsSentToAChannelWhateverChannelsTheyAreOf() {
        planner = new Planner(redrive(new Destination.ToChannel("oncall"), false), CHANNELS);
        planner.candidate(letter(1, Severity.WARNING, "payments"));
        planner.candidate(letter(2, Severity.CRITICAL, "platform"));
        planner.candidate(letter(2, Severity.CRITICAL, "payments"));

        Plan plan = plan();

        assertThat(sent(plan, "oncall")).containsExactly("a 2 firing");
        assertThat(plan.leftOut().get(Reason.OLDER).count()).isEqualTo(2);
    }

    @Test
    void aDeadLetterThatWasDeliveredSinceIsSentOnlyIfThatIsAskedFor() {
        for (boolean again : List.of(false, true)) {
            planner = new Planner(redrive(new Destination.ByRules(), again), CHANNELS);
            due(1, "a", "payments", "");
            settled(1, "payments", "", Outcome.DEAD_LETTERED);
            due(1, "a", "payments", "d1");
            settled(1, "payments", "d1", Outcome.DELIVERED);
            planner.candidate(letter(1, Severity.WARNING, "payments"));

            assertThat(plan().requests()).isEqualTo(again ? 1 : 0);
        }
    }

    private static ReplayOrder redrive(Destination to, boolean again) {
        ReplayOrder order = order(to, StateChoice.LATEST, Narrowing.NONE, again);
        return new ReplayOrder(
                "d2",
                NOW,
                "tester",
                order.narrowing(),
                to,
                order.state(),
                1,
                again,
                List.of(new Place(0, 1)),
                order.bounds(),
                Map.of());
    }

    private static Candidate letter(int webhook, Severity severity, String channel) {
        return new Candidate(
                source(webhook),
                receipt(webhook),
                "a",
                "title",
                AlertStatus.FIRING,
                severity,
                List.of(channel),
                "v1",
                "case 1",
                Optional.of(new Place(0, webhook)));
    }

    @Test
    void routesThenAndNowAreComparedByChannel() {
        due(1, "a", "payments", "");
        due(2, "b", "oncall", "");
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments", "platform");
        came(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(3, "c", AlertStatus.FIRING, Severity.WARNING, "payments");
        settled(1, "payments", "", Outcome.DELIVERED);
        settled(2, "oncall", "", Outcome.DELIVERED);

        Map<String, Shift> shifts = plan().shifts();

        assertThat(shifts.get("payments").unchanged().count()).isEqualTo(1);
        assertThat(shifts.get("payments").added().count()).isEqualTo(1);
        assertThat(shifts.get("payments").unknown().count()).isEqualTo(1);
        assertThat(shifts.get("platform").added().count()).isEqualTo(1);
        assertThat(shifts.get("oncall").removed().examples().get(0)).contains("title of b");
    }

    @Test
    void asRoutedItGoesWhereItWentAndWhatIsNotKnownIsLeftOut() {
        planner = planner(new Destination.AsRouted(), StateChoice.LATEST, Narrowing.NONE, false);
        due(1, "a", "oncall", "");
        settled(1, "oncall", "", Outcome.DELIVERED);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
        came(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");

        Plan plan = plan();

        assertThat(plan.picks()).containsOnlyKeys("oncall");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.UNKNOWN_THEN);
    }

    @Test
    void whatStillWaitsNeedsNoReplay() {
        due(1, "a", "payments", "");
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.STILL_WAITS);
    }

    @Test
    void whatAReplayDeliveredIsNotSentOnceMoreUnlessThatIsAskedFor() {
        for (boolean again : List.of(false, true)) {
            planner = planner(new Destination.ByRules(), StateChoice.LATEST, Narrowing.NONE, again);
            due(1, "a", "payments", "r1");
            settled(1, "payments", "r1", Outcome.DELIVERED);
            came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");

            assertThat(plan().leftOut().keySet()).isEqualTo(again ? Set.of() : Set.of(Reason.REPLAYED_BEFORE));
        }
    }

    @Test
    void onlyTakesThoseThatEndedSo() {
        Map<Only, List<String>> expected = Map.of(
                Only.DEAD_LETTERED, List.of("b 2 firing"), Only.NEVER_DELIVERED, List.of("b 2 firing", "c 3 firing"));
        expected.forEach((only, sent) -> {
            planner = planner(new Destination.ByRules(), StateChoice.LATEST, only(only), false);
            due(1, "a", "payments", "");
            settled(1, "payments", "", Outcome.DELIVERED);
            due(2, "b", "payments", "");
            settled(2, "payments", "", Outcome.DEAD_LETTERED);
            came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments");
            came(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");
            came(3, "c", AlertStatus.FIRING, Severity.WARNING, "payments");

            assertThat(sent(plan(), "payments")).as(only.word()).isEqualTo(sent);
        });
    }

    @Test
    void whatWasGivenUpAndDeliveredLaterIsDelivered() {
        planner = planner(new Destination.ByRules(), StateChoice.LATEST, only(Only.DEAD_LETTERED), true);
        due(2, "b", "payments", "");
        settled(2, "payments", "", Outcome.DEAD_LETTERED);
        due(2, "b", "payments", "r1");
        settled(2, "payments", "r1", Outcome.DELIVERED);
        came(2, "b", AlertStatus.FIRING, Severity.WARNING, "payments");

        assertThat(plan().leftOut()).containsOnlyKeys(Reason.NOT_ASKED_FOR);
    }

    @Test
    void onlyTheNamedChannelsAreSentTo() {
        Narrowing narrowing = new Narrowing(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of("platform"),
                Set.of(),
                List.of(),
                Optional.empty());
        planner = planner(new Destination.ByRules(), StateChoice.LATEST, narrowing, false);
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "payments", "platform");

        Plan plan = plan();

        assertThat(plan.picks()).containsOnlyKeys("platform");
        assertThat(plan.picks().get("platform").get(0).channels()).containsExactly("platform");
    }

    @Test
    void aChannelThatIsGoneIsLeftOut() {
        came(1, "a", AlertStatus.FIRING, Severity.WARNING, "former", "payments");

        Plan plan = plan();

        assertThat(plan.picks()).containsOnlyKeys("payments");
        assertThat(plan.leftOut()).containsOnlyKeys(Reason.CHANNEL_GONE);
    }

    @Test
    void moreThanCanBeHeldIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= Planner.MOST; i++) {
                        came(1, "k" + i, AlertStatus.FIRING, Severity.WARNING, "payments");
                    }
                })
                .isInstanceOf(Planner.TooLargeException.class)
                .hasMessageContaining("shorter stretch");
    }

    @Test
    void anOrderIsReadAsItWasWrittenAndTheSameOrderHasTheSameName() {
        ReplayOrderJson json = new ReplayOrderJson();
        ReplayOrder order =
                json.named(order(new Destination.ToChannel("支付"), StateChoice.ALL, only(Only.DEAD_LETTERED), true));
        ReplayOrder later = json.named(new ReplayOrder(
                "",
                NOW.plusSeconds(9),
                "somebody else",
                order.narrowing(),
                order.destination(),
                order.state(),
                1,
                order.again(),
                order.deadLetters(),
                new Bounds(
                        order.bounds().from(),
                        order.bounds().to(),
                        Map.of(0, 999L),
                        Map.of(),
                        Map.of(),
                        7,
                        Map.of(),
                        NOW),
                order.rules()));

        assertThat(json.read(json.write(order).toString().getBytes(StandardCharsets.UTF_8)))
                .contains(order);
        assertThat(later.id()).isEqualTo(order.id());
        assertThat(json.named(order(new Destination.ByRules(), StateChoice.ALL, Narrowing.NONE, true))
                        .id())
                .isNotEqualTo(order.id());
    }

    private void came(int webhook, String key, AlertStatus status, Severity severity, String... channels) {
        planner.came(key, source(webhook), status);
        planner.candidate(new Candidate(
                source(webhook),
                receipt(webhook),
                key,
                "title of " + key,
                status,
                severity,
                List.of(channels),
                "v1",
                "case 1",
                Optional.empty()));
    }

    /** As the plan is told: first the candidates, then what was due and how it ended, then what came after the stretch. */
    private Plan plan() {
        planner.chosen();
        past.forEach(Runnable::run);
        past.clear();
        return planner.plan();
    }

    private void later(String key, int webhook, AlertStatus status) {
        past.add(() -> planner.came(key, source(webhook), status));
    }

    private void due(int webhook, String key, String channel, String replay) {
        past.add(() -> planner.due(new DueDelivery(
                new DeliveryId(receipt(webhook), 0, channel, replay),
                NOW,
                NOW,
                0,
                webhook,
                key,
                "firing",
                "Critical",
                "v1",
                "case 1",
                List.of(channel))));
    }

    private void settled(int webhook, String channel, String replay, Outcome outcome) {
        past.add(() -> planner.settled(new SettledDelivery(
                new DeliveryId(receipt(webhook), 0, channel, replay),
                NOW,
                NOW,
                0,
                webhook,
                outcome,
                "",
                JsonNodeFactory.instance.objectNode())));
    }

    private static List<String> sent(Plan plan, String channel) {
        return plan.picks().getOrDefault(channel, List.of()).stream()
                .map(pick -> pick.key() + " " + pick.source().offset() + " "
                        + pick.status().word())
                .toList();
    }

    private static Planner planner(Destination to, StateChoice state, Narrowing narrowing, boolean again) {
        return new Planner(order(to, state, narrowing, again), CHANNELS);
    }

    private static ReplayOrder order(Destination to, StateChoice state, Narrowing narrowing, boolean again) {
        return new ReplayOrder(
                "r1",
                NOW,
                "tester",
                narrowing,
                to,
                state,
                0.2,
                again,
                List.of(),
                new Bounds(
                        Map.of(0, 0L),
                        Map.of(0, 100L),
                        Map.of(0, 200L),
                        Map.of("payments", 500L),
                        Map.of("platform", 50L),
                        9,
                        Map.of(0, 3L),
                        NOW),
                Map.of("arms-prod", "0123456789ab"));
    }

    private static Narrowing only(Only only) {
        return new Narrowing(
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                Optional.of(only));
    }

    private static Source source(int webhook) {
        return new Source(0, webhook, 0);
    }

    private static String receipt(int webhook) {
        return "w0-" + webhook + "-7k3m9qxr2ztc5vbn";
    }
}
