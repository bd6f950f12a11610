package io.alertrelay.arms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertKeyTest {

    private static final Map<String, String> LABELS = Map.of("a", "b");
    private static final String HASH_OF_LABELS = "arms-prod:l-16275ef0f5d0eb9dd9e0a53277549fda";

    private final AlertKey key = new AlertKey("arms-prod");

    // Computed apart from this code. If one of these changes, open alerts never see their recovery.
    @Test
    void theKeysOfThisVersionAreThoseOfEveryVersion() {
        assertThat(key.of(Optional.of("bec72890cc2c7b4a"), LABELS)).contains("arms-prod:bec72890cc2c7b4a");
        assertThat(key.of(Optional.empty(), LABELS)).contains(HASH_OF_LABELS);
        assertThat(key.of(Optional.empty(), Map.of("alertname", "DiskFull", "instance", "10.0.0.1:9100")))
                .contains("arms-prod:l-bff602b8eb5a04c46d31685e9aef2338");
        assertThat(key.of(Optional.empty(), Map.of("alertname", "容器内存", "severity", "")))
                .contains("arms-prod:l-04d1be894ac995af49963ed11019c364");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "ABCdef09", "a_b.c:d-e"})
    void aFingerprintIsTakenAsItIs(String fingerprint) {
        assertThat(key.of(Optional.of(fingerprint), LABELS)).contains("arms-prod:" + fingerprint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "a\nb", "a\0", "é", "{\"a\":1}", " a"})
    void aFingerprintThatCannotBePartOfAKeyIsReplacedByTheHashOfTheLabels(String fingerprint) {
        assertThat(key.of(Optional.of(fingerprint), LABELS)).contains(HASH_OF_LABELS);
    }

    @Test
    void aFingerprintFitsUpToTheLastCharacterOfTheKey() {
        int most = AlertKey.MAX_LENGTH - "arms-prod:".length();

        assertThat(key.of(Optional.of("f".repeat(most)), LABELS).orElseThrow())
                .hasSize(255)
                .endsWith("f");
        assertThat(key.of(Optional.of("f".repeat(most + 1)), LABELS)).contains(HASH_OF_LABELS);
    }

    @Test
    void withoutFingerprintAndLabelsThereIsNoKey() {
        assertThat(key.of(Optional.empty(), Map.of())).isEmpty();
        assertThat(key.of(Optional.of("not usable"), Map.of())).isEmpty();
    }

    @RepeatedTest(200)
    void labelSetsThatDifferOnlyInWhereATextEndsHaveDifferentKeys(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        String text = letters(random, 4 + random.nextInt(6));
        Map<String, String> one = split(random, text);
        Map<String, String> other = split(random, text);

        assertThat(key.of(Optional.empty(), one).equals(key.of(Optional.empty(), other)))
                .as("seed %d: %s and %s", seed, one, other)
                .isEqualTo(one.equals(other));
    }

    @Test
    void theOrderOfTheLabelsMakesNoDifference() {
        Map<String, String> forwards = new LinkedHashMap<>();
        Map<String, String> backwards = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            forwards.put("l" + i, "v");
            backwards.put("l" + (19 - i), "v");
        }

        assertThat(key.of(Optional.empty(), forwards))
                .isEqualTo(key.of(Optional.empty(), backwards))
                .isEqualTo(key.of(Optional.empty(), new HashMap<>(forwards)));
    }

    // The same letters, dealt out to names and values in ever other ways.
    private static Map<String, String> split(Random random, String text) {
        Map<String, String> labels = new TreeMap<>();
        int from = 0;
        while (from < text.length()) {
            int name = from + 1 + random.nextInt(text.length() - from);
            int value = name + random.nextInt(text.length() - name + 1);
            labels.put(text.substring(from, name), text.substring(name, value));
            from = value;
        }
        return labels;
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + i * 2 + random.nextInt(2)));
        }
        return letters.toString();
    }
}
