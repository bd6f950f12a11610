package io.alertrelay.repair;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.cli.Colours;
import io.alertrelay.text.OneLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results of a retry, for people at a terminal. */
final class RetryText {
    private static final String LATER = "a later state of all its alerts has come in";
    private static final String UNKNOWN = "what became of its alerts since is not kept any more; they may be over";

    private final Colours colours;

    RetryText(Colours colours) {
        this.colours = colours;
    }

    /**
     * @param receipts of the webhooks that were stored, by the ids of the records
     * @param done whether it was executed
     */
    void print(List<RetryItem> plan, Map<String, String> receipts, boolean done, PrintWriter out) {
        if (plan.isEmpty()) {
            out.println("There is nothing in quarantine that is meant.");
        }
        plan.forEach(item -> {
            out.println(colours.strong(item.record().id().toString()) + "  " + verdict(item, receipts, done));
            if (item instanceof RetryItem.Readable readable) {
                alerts(readable.alerts(), out);
                readable.notes().forEach(note -> out.println("    " + colours.faint("note: " + note)));
            } else if (item instanceof RetryItem.Outdated outdated) {
                alerts(outdated.alerts(), out);
            }
        });
        int stored = done
                ? receipts.size()
                : (int) plan.stream().filter(QuarantineRetryCommand::isStored).count();
        RepairText.note(out, stored, "record", "stored as a webhook of its own", done);
    }

    private String verdict(RetryItem item, Map<String, String> receipts, boolean done) {
        if (item instanceof RetryItem.Readable readable) {
            if (!done) {
                return colours.good("can be read");
            }
            return Optional.ofNullable(receipts.get(readable.record().id().toString()))
                    .map(receipt -> colours.good("stored") + " as " + receipt)
                    .orElseGet(() -> colours.bad("not stored, as far as is known"));
        }
        if (item instanceof RetryItem.Outdated outdated) {
            return colours.doubtful("left out") + ": " + (isKnown(outdated) ? LATER : UNKNOWN)
                    + "; --state all sends it all the same, discard takes it off the list";
        }
        if (item instanceof RetryItem.Stored stored) {
            return colours.good("stored already") + " as " + stored.receipt() + ", by a retry that was cut off: "
                    + (done ? "that is recorded now" : "only that is still to be recorded");
        }
        if (item instanceof RetryItem.Unreadable unreadable) {
            return colours.bad("can't be read") + ": " + OneLine.of(unreadable.why());
        }
        if (item instanceof RetryItem.Accepted accepted) {
            return colours.doubtful("not retried") + ": its webhook was accepted and is in the journal, and some of its"
                    + " alerts may be delivered; this sends the others: ./relay replay --request-id "
                    + OneLine.of(accepted.receipt()) + " --only never-delivered";
        }
        return colours.doubtful("not retried")
                + ": it is no webhook, but a record that was found in the topic of channel "
                + OneLine.of(item.record().channel().orElse("?"));
    }

    private static boolean isKnown(RetryItem.Outdated item) {
        return item.alerts().stream().allMatch(alert -> alert.newer().isPresent());
    }

    private void alerts(List<RetryAlert> alerts, PrintWriter out) {
        for (RetryAlert alert : alerts) {
            out.println("    alert " + alert.index() + "  " + alert.status() + " " + alert.severity() + " \""
                    + OneLine.of(alert.title()) + "\"  " + where(alert));
        }
    }

    private String where(RetryAlert alert) {
        String newer = alert.newer()
                .map(receipt -> "a later state of it came in with " + receipt)
                .orElse("");
        if (alert.leftOut()) {
            return colours.doubtful("left out") + ": "
                    + (newer.isEmpty() ? "what became of it since is not kept any more; it may be over" : newer);
        }
        List<String> channels = alert.channels();
        boolean recovery = alert.status().equals(AlertStatus.RESOLVED.word());
        return "to " + OneLine.of(channels.isEmpty() ? "no channel" : String.join(", ", channels)) + ": "
                + OneLine.of(alert.why())
                + (recovery ? ", or where its firing went" : "")
                + (newer.isEmpty() ? "" : colours.doubtful("; " + newer));
    }
}
