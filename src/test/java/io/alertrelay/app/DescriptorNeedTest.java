package io.alertrelay.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptorNeedTest {
    @Test
    void saysWhatIsNeededAndHowToRaiseTheLimit() {
        assertThat(DescriptorNeed.complaint(256, 3).orElseThrow())
                .contains("256")
                .contains("3 channels")
                .contains("ulimit -n 4096")
                .contains("LimitNOFILE");
    }

    @Test
    void theMoreChannelsTheMoreIsNeeded() {
        assertThat(DescriptorNeed.complaint(512, 3)).isEmpty();
        assertThat(DescriptorNeed.complaint(1024, 50)).isPresent();
        assertThat(DescriptorNeed.complaint(2048, 50)).isEmpty();
    }
}
