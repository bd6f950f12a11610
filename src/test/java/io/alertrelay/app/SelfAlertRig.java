package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.pushKey;

import java.util.List;

/** A relay that tells a channel about itself, and what it told. */
abstract class SelfAlertRig extends ReloadRig {
    static final String SELF_ALERTS =
            "\nself_alert: { channel: oncall, name: prod, held_after: 10s, again_after: 10s%s }\n";
    static final String HELD = "[Alert Relay prod] 协作空间 payments 无法投递 / channel payments: nothing gets through";
    static final String HEARTBEAT = "[Alert Relay prod] 心跳 / heartbeat";

    void enableSelfAlerts(String more) throws Exception {
        write(yaml + SELF_ALERTS.formatted(more));
        applied(reload());
    }

    /** What the channel was told of it, in order. */
    List<String> reported(String title) {
        return flashduty.accepted(pushKey("oncall")).stream()
                .filter(received -> received.bodyText().contains(title))
                .map(received -> received.eventStatus().orElseThrow())
                .toList();
    }
}
