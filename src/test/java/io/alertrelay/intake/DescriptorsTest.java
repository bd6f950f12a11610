package io.alertrelay.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
    @Test
    void readsThoseOfThisProcess() {
        Descriptors now = Descriptors.read(Optional.empty()).orElseThrow();

        assertThat(now.open()).isPositive();
        assertThat(now.max()).isGreaterThan(now.open());
    }

    @Test
    void whereTheyCannotBeCountedAnyMoreAllAreInUse() {
        UnixOperatingSystemMXBean none = (UnixOperatingSystemMXBean) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {UnixOperatingSystemMXBean.class}, (bean, method, args) -> {
                    throw new InternalError("Unable to open directory /proc/self/fd");
                });

        assertThat(Descriptors.read(none, Optional.of(new Descriptors(900, 1_024))))
                .contains(new Descriptors(1_024, 1_024));
        assertThat(Descriptors.read(none, Optional.empty())).isEmpty();
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
