package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.DEDICATED_KEY;
import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Received;
import io.alertrelay.testing.RelayClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The relay tells a channel what is wrong with it, once, and that it is over; and that it is there. */
class SelfAlertIT extends SelfAlertRig {
    private static final String UNREADABLE =
            "[Alert Relay prod] 集成 arms-dedicated 发来的内容无法读取 / integration arms-dedicated: what it posts can't be read";
    private static final String GIVEN_UP =
            "[Alert Relay prod] 协作空间 platform 有告警未能送达 / channel platform: alerts were given up";
    private static final String EXPIRED =
            "[Alert Relay prod] 集成 arms-dedicated 的密钥已过期，请求被拒绝 / integration arms-dedicated: posts with an expired key are refused";
    private static final String STRANGERS =
            "[Alert Relay prod] 有请求因集成密钥错误被拒绝 / posts with a wrong integration key are refused";

    @Test
    void tellsOnceWhatIsWrongAndThatItIsOver() throws Exception {
        yaml = yaml.replace(
                "key: " + DEDICATED_KEY,
                "keys: [" + DEDICATED_KEY + ", { key: key-of-last-year, not_after: 2026-01-01T00:00:00Z }]");
        enableSelfAlerts("");
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(401, "Unauthorized", "no"));
        flashduty.faultAlways(pushKey("platform"), new Fault.Status(400, "InvalidParameter", "labels"));
        for (int i = 0; i < 3; i++) {
            relay.postPatiently(DEDICATED_KEY, "no JSON at all");
        }
        relay.postPatiently("key-of-last-year", "{}");
        // Ten at once are reported. Their counts may be stored in two parts, a minute apart: of 19 one part has ten.
        for (int i = 0; i < 19; i++) {
            relay.postPatiently("key-of-nobody", "{}");
        }
        post(DEDICATED_KEY, "waits", "nobody");
        post(SHARED_KEY, "is refused", "platform");

        await().atMost(SOON).until(() -> reported(UNREADABLE).contains("Ok"));
        await().atMost(SOON).until(() -> reported(GIVEN_UP).contains("Ok"));
        await().atMost(SOON).until(() -> reported(HELD).contains("Critical"));
        assertThat(reported(UNREADABLE)).containsExactly("Warning", "Ok");
        assertThat(reported(GIVEN_UP)).containsExactly("Warning", "Ok");
        await().atMost(SOON).until(() -> reported(EXPIRED).equals(List.of("Warning", "Ok")));
        assertThat(reported(HELD)).containsExactly("Critical");

        flashduty.heal(pushKey("payments"));
        // A minute after the start a channel that would still be held would be known to be.
        await().atMost(SOON.multipliedBy(2)).until(() -> reported(HELD).contains("Ok"));
        assertThat(reported(HELD)).containsExactly("Critical", "Ok");
        await().atMost(SOON.multipliedBy(2)).until(() -> reported(STRANGERS).contains("Ok"));
        assertThat(reported(STRANGERS)).containsExactly("Warning", "Ok");
    }

    @Test
    void whatBecomesOfItsOwnAlertLeadsToNoOther() throws Exception {
        enableSelfAlerts("");
        flashduty.faultAlways(pushKey("oncall"), new Fault.Status(400, "InvalidParameter", "labels"));
        relay.postPatiently(DEDICATED_KEY, "no JSON at all");
        // The firing, and some rounds later the recovery.
        await().atMost(SOON).until(() -> deadLetters() == 2);
        flashduty.heal(pushKey("oncall"));

        relay.postPatiently(DEDICATED_KEY, "no JSON at all");
        await().atMost(SOON).until(() -> reported(UNREADABLE).contains("Ok"));
        assertThat(deadLetters()).isEqualTo(2);
        assertThat(flashduty.received(pushKey("oncall")))
                .allMatch(push -> push.bodyText().contains(UNREADABLE));
    }

    @Test
    void ofTwoRelaysOneTellsAndTheOtherOneGoesOnWhenThatEnds() throws Exception {
        enableSelfAlerts(", heartbeat: 10s");
        App other = startOn(folder.resolve("relay.yaml"));
        try {
            await().atMost(SOON).until(() -> relay.health().path("relays").asInt() == 2);
            relay.postPatiently(DEDICATED_KEY, "no JSON at all");
            await().atMost(SOON).until(() -> reported(UNREADABLE).contains("Warning"));
        } finally {
            app.close();
            app = other;
            relay = new RelayClient(app.port(), app.managementPort());
        }

        await().atMost(SOON)
                .until(() -> reported("it is over").contains("Ok")
                        || reported(UNREADABLE).contains("Ok"));
        assertThat(reported(UNREADABLE).stream().filter("Warning"::equals)).hasSize(1);
        await().atMost(SOON).until(() -> reported(HEARTBEAT).size() >= 3);
        assertThat(reported(HEARTBEAT)).containsOnly("Info");
        assertThat(flashduty.accepted(pushKey("oncall")).stream()
                        .map(Received::bodyText)
                        .filter(body -> body.contains("heartbeat")))
                .doesNotHaveDuplicates();
        write(yaml + SELF_ALERTS.formatted(""));
        applied(reload());
        await().atMost(SOON).until(() -> reported(HEARTBEAT).contains("Ok"));
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void aChannelThatTakesNothingBecauseAllIsTooFastIsToldLikeOneThatIsHeld() throws Exception {
        enableSelfAlerts("");
        flashduty.faultAlways(pushKey("payments"), new Fault.Status(429, "RequestTooFrequently", "slow down"));
        post(DEDICATED_KEY, "waits", "nobody");

        await().atMost(SOON).until(() -> reported(HELD).contains("Critical"));
    }

    private int deadLetters() {
        return relay.health().at("/last_24h/dead_letters/count").asInt(0);
    }
}
