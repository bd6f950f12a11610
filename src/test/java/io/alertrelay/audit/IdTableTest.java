package io.alertrelay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdTableTest {
    private final IdTable table = new IdTable();

    @Test
    void numbersTextsInTheOrderOfTheirFirstAppearanceAndFindsThemAgain() {
        IntStream.range(0, 100_000).forEach(i -> assertThat(table.add(id(i))).isEqualTo(i));

        IntStream.range(0, 100_000).forEach(i -> {
            assertThat(table.add(id(i))).isEqualTo(i);
            assertThat(table.find(id(i))).isEqualTo(i);
            assertThat(table.text(i)).isEqualTo(id(i));
        });
        assertThat(table.size()).isEqualTo(100_000);
        assertThat(table.find("another")).isEqualTo(-1);
    }

    private static String id(int i) {
        return "w0-" + i + "-7k3m9qxr2ztc5vbn/0/值班";
    }
}
