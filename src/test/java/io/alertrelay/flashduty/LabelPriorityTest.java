package io.alertrelay.flashduty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelPriorityTest {

    @Test
    void thoseOfTheRelayComeFirstThenTheIntegrationsThenWhatPeopleUseThenTheRestThenThoseOfArms() {
        List<String> names = List.of(
                "_aliyun_arms_zzz",
                "_aliyun_arms_aaa",
                "_aliyun_arms_region_id",
                "_aliyun_arms_alert_level",
                "zebra",
                "apple",
                "team",
                "alertname",
                "relay_id",
                "a_template");

        assertThat(LabelPriority.first(50, names, Set.of("relay_id"), Set.of("a_template")))
                .containsExactly(
                        "relay_id",
                        "a_template",
                        "alertname",
                        "team",
                        "apple",
                        "zebra",
                        "_aliyun_arms_alert_level",
                        "_aliyun_arms_region_id",
                        "_aliyun_arms_aaa",
                        "_aliyun_arms_zzz");
    }

    @Test
    void noMoreThanTheLimitStay() {
        assertThat(LabelPriority.first(2, List.of("a", "b", "team"), Set.of(), Set.of()))
                .containsExactly("team", "a");
    }
}
