package io.alertrelay.repair;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.cli.Colours;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.ReceiptId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RetryTextTest {
    @Test
    void itSaysThatALaterStateHasComeInOnlyIfThatIsKnownOfAll() {
        assertThat(text(List.of(Optional.of("w0-9-7k3m9qxr2ztc5vbn"))))
                .contains("left out: a later state of all its alerts has come in; --state all");
        assertThat(text(List.of(Optional.of("w0-9-7k3m9qxr2ztc5vbn"), Optional.empty())))
                .contains(
                        "left out: what became of its alerts since is not kept any more; they may be over; --state all")
                .doesNotContain("all its alerts has come in");
    }

    private static String text(List<Optional<String>> newer) {
        Quarantined record = new Quarantined(
                ReceiptId.parse("q0-4-7k3m9qxr2ztc5vbn").orElseThrow(),
                Quarantined.Kind.REFUSED,
                "key",
                Instant.EPOCH,
                "",
                "",
                "text/plain",
                "c",
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                17,
                Optional.empty());
        List<RetryAlert> alerts = newer.stream()
                .map(later ->
                        new RetryAlert(0, "firing", "i:a", "Warning", "t", "dedicated", List.of("p"), later, true))
                .toList();
        StringWriter out = new StringWriter();
        new RetryText(new Colours(false))
                .print(List.of(new RetryItem.Outdated(record, alerts)), Map.of(), false, new PrintWriter(out, true));
        return out.toString();
    }
}
