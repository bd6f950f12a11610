package io.alertrelay.fuzz.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoundPlannerTest {
    @Test
    void theSameSeedAndNumberGiveTheSameRound() {
        assertThat(new RoundPlanner(7).round(3)).isEqualTo(new RoundPlanner(7).round(3));
    }

    @Test
    void anotherNumberOrSeedGivesAnotherRound() {
        assertThat(new RoundPlanner(7).round(3).senders())
                .isNotEqualTo(new RoundPlanner(7).round(4).senders())
                .isNotEqualTo(new RoundPlanner(8).round(3).senders());
    }

    @Test
    void aRoundEndsWithTheRulesWithWhichTheNextBegins() {
        assertThat(IntStream.range(1, 20)).allSatisfy(n -> {
            List<Strike> strikes = new RoundPlanner(7).round(n).strikes();
            assertThat(strikes.get(strikes.size() - 1).rules())
                    .isEqualTo(new RoundPlanner(7).round(n + 1).rules());
        });
    }

    @Test
    void anAlertBelongsToOneSenderAndATagToOneVersion() {
        Map<String, Integer> senderOf = new HashMap<>();
        Map<String, AlertVersion> versionOf = new HashMap<>();
        RoundPlan plan = new RoundPlanner(7).round(1);
        for (int i = 0; i < plan.senders().size(); i++) {
            int sender = i;
            plan.senders().get(i).stream()
                    .flatMap(post -> post.alerts().stream())
                    .forEach(version -> {
                        assertThat(senderOf.merge(version.alertKey(), sender, (one, other) -> other))
                                .isEqualTo(senderOf.get(version.alertKey()));
                        assertThat(versionOf.merge(version.tag(), version, (one, other) -> one))
                                .isEqualTo(version);
                    });
        }
    }

    @Test
    void theRoundsHaveEverythingThatTheFuzzIsAbout() {
        List<AlertVersion> versions = IntStream.range(1, 30)
                .mapToObj(n -> new RoundPlanner(7).round(n))
                .flatMap(plan -> plan.senders().stream())
                .flatMap(List::stream)
                .flatMap(post -> post.alerts().stream())
                .toList();
        List<Strike> strikes = IntStream.range(1, 30)
                .mapToObj(n -> new RoundPlanner(7).round(n))
                .flatMap(plan -> plan.strikes().stream())
                .toList();

        assertThat(versions).anyMatch(AlertVersion::poison).anyMatch(v -> !v.firing() && v.incident() > 1);
        assertThat(strikes).anyMatch(Strike::kill).anyMatch(strike -> !strike.kill());
        assertThat(IntStream.range(1, 30)
                        .mapToObj(n -> new RoundPlanner(7).round(n).replays()))
                .anyMatch(replays -> replays.size() == 2)
                .allMatch(replays -> !replays.isEmpty());
        assertThat(IntStream.range(1, 100).mapToObj(n -> new RoundPlanner(7).round(n)))
                .flatMap(RoundPlan::disturbances)
                .extracting(Disturbance::trouble)
                .anySatisfy(trouble -> assertThat(trouble).isInstanceOf(Trouble.Crowd.class))
                .anySatisfy(trouble -> assertThat(trouble).isInstanceOf(Trouble.LostTopic.class))
                .anySatisfy(trouble -> assertThat(trouble).isInstanceOf(Trouble.Freeze.class))
                .anySatisfy(trouble -> assertThat(trouble).isEqualTo(new Trouble.ClockStep(Duration.ofDays(-1))))
                .anySatisfy(trouble -> assertThat(trouble).isEqualTo(new Trouble.ClockStep(Duration.ofHours(1))))
                .filteredOn(Trouble.Garbage.class::isInstance)
                .extracting(trouble -> ((Trouble.Garbage) trouble).kind())
                .contains(GarbageKind.values());
        assertThat(strikes).extracting(strike -> strike.start().surroundings()).contains(Surroundings.values());
        assertThat(IntStream.range(1, 30).mapToObj(n -> new RoundPlanner(7).round(n)))
                .flatMap(RoundPlan::senders)
                .flatMap(posts -> posts)
                .anyMatch(post -> post.form() == BodyForm.GZIP)
                .anyMatch(post -> post.alerts().size() > 1_000);
        assertThat(Stream.of(Trigger.What.values()))
                .allMatch(what -> strikes.stream().anyMatch(s -> s.when().what() == what));
    }

    @Test
    void aClusterHasTroublesOfItsOwnAndTheRestOfTheRoundIsTheSame() {
        assertThat(IntStream.range(1, 40).mapToObj(n -> new RoundPlanner(7, true).round(n)))
                .allSatisfy(plan -> assertThat(plan.disturbances())
                        .anyMatch(each -> each.trouble() instanceof Trouble.OfCluster)
                        .isSortedAccordingTo(Comparator.comparingInt(Disturbance::acks)))
                .flatMap(RoundPlan::disturbances)
                .extracting(each -> each.trouble().word())
                .containsAll(Trouble.CLUSTER_WORDS);
        assertThat(new RoundPlanner(7, true).round(3).sparing(Trouble.CLUSTER_WORDS))
                .isEqualTo(new RoundPlanner(7).round(3));
    }
}
