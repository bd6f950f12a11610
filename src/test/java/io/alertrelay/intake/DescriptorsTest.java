package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorsTest {
    @Test
    void readsThoseOfThisProcess() {
        Descriptors now = Descriptors.read().orElseThrow();

        assertThat(now.open()).isPositive();
        assertThat(now.max()).isGreaterThan(now.open());
    }

    @Test
    void thereMayBeAsManyConnectionsAsAreWantedWhereThereIsPlenty() {
        assertThat(new Descriptors(500, 65_536).connections(2_000, 100)).isEqualTo(2_000);
    }

    @Test
    void aQuarterStaysFreeForWhatElseIsOpened() {
        assertThat(new Descriptors(300, 2_048).connections(2_000, 0)).isEqualTo(1_236);
        // The connections that there are do not count against themselves.
        assertThat(new Descriptors(1_300, 2_048).connections(2_000, 1_000)).isEqualTo(1_236);
    }

    @Test
    void thereAreAlwaysSome() {
        assertThat(new Descriptors(1_000, 1_024).connections(2_000, 0)).isEqualTo(16);
        assertThat(new Descriptors(1_000, 1_024).connections(3, 0)).isEqualTo(3);
    }
}
