package io.alertrelay.app;

import static io.alertrelay.testing.TestConfig.SHARED_KEY;
import static io.alertrelay.testing.TestConfig.pushKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.alertrelay.audit.AuditReport;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.testing.SharedBroker;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A channel is changed while the topic of dead letters is at fault. */
@Tag("long")
class ChangedChannelIT extends ReloadRig {
    @Test
    void whatWasRefusedBeforeTheChangeIsNotSentAgainAndEndsOnceAsADeadLetter() throws Exception {
        SharedBroker.configure(names.deadLetters(), "max.message.bytes", "100");
        flashduty.fault(pushKey("oncall"), new Fault.Status(400, "InvalidParameter", "title"));
        assertThat(post(SHARED_KEY, "refused", "nobody")).isTrue();
        await().atMost(SOON).until(() -> !flashduty.received(pushKey("oncall")).isEmpty());

        write(yaml.replace("name: oncall,", "name: oncall, timeout: 1s,"));
        applied(reload());
        assertThat(post(SHARED_KEY, "later", "nobody")).isTrue();
        await().atMost(SOON).until(() -> titles("oncall").contains("later"));
        SharedBroker.configure(names.deadLetters(), "max.message.bytes", "41943040");

        await().atMost(SOON).until(() -> audit().deliveries().pending() == 0);
        AuditReport audit = audit();
        assertThat(audit.clean()).as(audit.toString()).isTrue();
        assertThat(audit.deliveries().deadLettered()).hasSize(1);
        assertThat(audit.deliveries().delivered()).isEqualTo(1);
        assertThat(flashduty.received(pushKey("oncall")).stream()
                        .map(ReloadRig::title)
                        .toList())
                .isEqualTo(List.of("refused", "later"));
        await().atMost(SOON).until(() -> relay.channel("oncall").path("waiting").asInt(-1) == 0);
    }
}
