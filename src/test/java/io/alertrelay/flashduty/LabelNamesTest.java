package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"alertname", "_aliyun_arms_alert_level", "A0", "_", "__"})
    void aLegalNameStaysAsItIs(String name) {
        assertThat(LabelNames.legal(List.of(name))).isEqualTo(Map.of(name, name));
    }

    @ParameterizedTest
    @CsvSource({"k8s.pod/name,k8s_pod_name", "a b-c,a_b_c", "9lives,_9lives", "pod名,pod_"})
    void anyOtherCharacterBecomesAnUnderscore(String name, String expected) {
        assertThat(LabelNames.legal(List.of(name))).containsEntry(name, expected);
    }

    @Test
    void aLegalNameKeepsItsNameWhenAnotherWouldFallOnIt() {
        Map<String, String> legal = LabelNames.legal(List.of("a.b", "a_b"));

        assertThat(legal.get("a_b")).isEqualTo("a_b");
        assertThat(legal.get("a.b")).isEqualTo("a_b_2e7336dc");
    }

    @Test
    void namesThatFallTogetherAreBothToldApart() {
        Map<String, String> legal = LabelNames.legal(List.of("a.b", "a-b"));

        assertThat(legal.values()).doesNotHaveDuplicates().allMatch(name -> name.matches("a_b_[0-9a-f]{8}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "集群", "...", "😀"})
    void aNameOfWhichNothingReadableIsLeftGetsAHash(String name) {
        assertThat(LabelNames.legal(List.of(name)).get(name)).matches("_+[0-9a-f]{8}");
    }

    @Test
    void aNameUpTo128CharactersIsNotCutAndALongerOneIsTellablyCut() {
        String fits = "n".repeat(128);
        String longer = "n".repeat(129);
        Map<String, String> legal = LabelNames.legal(List.of(fits, longer, longer + "n"));

        assertThat(legal.get(fits)).isEqualTo(fits);
        assertThat(legal.get(longer)).hasSize(128).matches("n{119}_[0-9a-f]{8}");
        assertThat(legal.values()).doesNotHaveDuplicates();
    }

    @Test
    void whatIsLegalDoesNotDependOnTheOthers() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            String name = random.nextInt(3) == 0 ? RandomText.of(random, 3) : "_aZ9".repeat(random.nextInt(40));
            boolean legal = name.matches("[a-zA-Z_][a-zA-Z0-9_]{0,127}");

            assertThat(LabelNames.legal(List.of(name)).get(name).equals(name))
                    .as(name)
                    .isEqualTo(legal);
        }
    }

    @Test
    void aNameMadeToLookLikeAnothersHashDoesNotTakeItsPlace() {
        String hashed = LabelNames.legal(List.of("a.b", "a_b")).get("a.b");

        Map<String, String> legal = LabelNames.legal(List.of("a.b", "a_b", hashed));

        assertThat(legal).containsEntry("a_b", "a_b").containsEntry(hashed, hashed);
        assertThat(legal.values()).doesNotHaveDuplicates();
    }

    @RepeatedTest(200)
    void anyNamesAreLegalAndApartInWhateverOrderTheyCome(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            names.add(RandomText.of(random, random.nextInt(10) == 0 ? 300 : 4));
        }
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);

        Map<String, String> legal = LabelNames.legal(names);

        assertThat(legal.keySet()).as("seed %d", seed).isEqualTo(names);
        assertThat(legal.values())
                .as("seed %d", seed)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-zA-Z_][a-zA-Z0-9_]{0,127}"));
        assertThat(LabelNames.legal(shuffled)).as("seed %d", seed).isEqualTo(legal);
    }
}
