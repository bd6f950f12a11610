package io.alertrelay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Severity;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final int BITS = 13;
    /** A table that looks for names of one hash one by one takes about five hundred times as long. */
    private static final int FACTOR = 100;

    @Test
    void namesOfLabelsThatASenderChoseForTheirHashCostNotMuchMoreThanOthers() {
        Map<String, String> ofOneHash = labels(
                IntStream.range(0, 1 << BITS).mapToObj(FactsTest::ofOneHash).toList());
        Map<String, String> ordinary = labels(IntStream.range(0, 1 << BITS)
                .mapToObj(i -> "name-of-a-label-" + i)
                .toList());

        assertThat(ofOneHash.keySet().stream().map(String::hashCode).distinct()).hasSize(1);
        assertThat(cost(ofOneHash)).isLessThan(FACTOR * cost(ordinary));
    }

    /** The processor time of the fastest of several tries. */
    private static long cost(Map<String, String> labels) {
        return IntStream.range(0, 5)
                .mapToLong(i -> {
                    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                    Facts facts = new Facts(Severity.INFO, "", "", Optional.empty(), labels);
                    assertThat(facts.labels().get("absent")).isNull();
                    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
                })
                .min()
                .orElseThrow();
    }

    private static String ofOneHash(int number) {
        return IntStream.range(0, BITS)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining());
    }

    private static Map<String, String> labels(List<String> names) {
        Map<String, String> labels = new HashMap<>();
        names.forEach(name -> labels.put(name, "1"));
        return labels;
    }
}
