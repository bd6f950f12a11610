package io.alertrelay.repair;

import io.alertrelay.alert.AlertStatus;
import io.alertrelay.arms.PresetReader;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.Times;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Quarantined;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code relay quarantine retry}: can it be read now? */
@Command(
        name = "retry",
        description = {
            "Reads bodies in quarantine again, and stores those that can be read as webhooks.",
            "",
            "  relay quarantine retry --integration arms-prod --last 24h",
            "  relay quarantine retry q0-3-7k3m9qxr2ztc5vbn --as arms-preset --status firing --yes",
            "",
            "Without --yes it only shows what can be read now, where it would go, and what can't. Alerts of which a later"
                    + " state has come in meanwhile are left out: an old firing would open again what is resolved."
        },
        exitCodeList = {
            "0:all of them are stored, or would be with --yes",
            "1:none of them: they can't be read, one that was named is not there or is decided, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration",
            "3:some of them are, or would be, and others not"
        })
final class QuarantineRetryCommand extends JsonCommand {
    /** The most bytes of bodies together: it has them all in memory, and what it read of them. */
    private static final long MOST_BYTES = 64L << 20;

    @Mixin
    private final RepairSelection selection = RepairSelection.ofQuarantine();

    @Mixin
    private ConfigOption config;

    @Mixin
    private ResolutionOptions resolution;

    @Option(
            names = "--as",
            paramLabel = "SHAPE",
            description = "How to read the bodies: alerts - as the endpoint does (the default); arms-preset - as ARMS'"
                    + " preset notification template.")
    private String shape = "alerts";

    @Option(
            names = "--status",
            converter = StatusConverter.class,
            paramLabel = "STATUS",
            description = "With --as arms-preset: firing or resolved, for bodies that do not say.")
    private AlertStatus status;

    @Option(
            names = "--state",
            paramLabel = "WHICH",
            description =
                    "newest - leaves out alerts of which a later state is known (the default); all - sends them too.")
    private String state = "newest";

    @Override
    public Integer call() throws Exception {
        Optional<PresetReader> preset = preset();
        boolean allStates = oneOf("--state", state, List.of("newest", "all")).equals("all");
        RepairFilter filter = selection.filter(false);
        Times times = times();
        RelayConfig loaded = config.rules(this);
        return ask(loaded, (ledger, progress) -> {
            Quarantine quarantine = new Quarantine(ledger);
            Choice choice = selection.choose(quarantine, filter, false, progress, times);
            selection.check(choice, config, this, loaded);
            if (!choice.refusals().isEmpty()) {
                choice.refusals().forEach(err()::println);
                return failed("nothing was retried");
            }
            return retry(ledger, quarantine.named(choice.names()), preset, allStates, progress);
        });
    }

    private int retry(
            Ledger ledger,
            List<Quarantined> records,
            Optional<PresetReader> preset,
            boolean allStates,
            AuditProgress progress)
            throws StartException, InterruptedException {
        long bytes = records.stream().mapToLong(Quarantined::bytes).sum();
        if (bytes > MOST_BYTES) {
            return failed("nothing was retried: found bodies of " + bytes + " bytes, expected at most " + MOST_BYTES
                    + " together: take a shorter time (--from, --to), and do the rest after it");
        }
        QuarantineRetry retry = new QuarantineRetry(ledger, clock());
        List<RetryItem> plan = retry.plan(records, preset, allStates, progress);
        Executed<Map<String, String>> done = resolution.yes()
                ? retry.retry(plan, resolution.by(), resolution.reason())
                : new Executed<>(Map.of(), Optional.empty());
        Map<String, String> receipts = done.done();
        print(
                () -> RetryJson.of(plan, receipts, resolution.yes()),
                out -> new RetryText(Colours.auto()).print(plan, receipts, resolution.yes(), out));
        if (done.cutOff().isPresent()) {
            failed(done.cutOff().get());
            return 3;
        }
        long stored = plan.stream().filter(QuarantineRetryCommand::isStored).count();
        return stored == plan.size() ? 0 : stored == 0 ? 1 : 3;
    }

    /** Whether it is, or would be, stored as a webhook by this command. */
    static boolean isStored(RetryItem item) {
        return item instanceof RetryItem.Readable || item instanceof RetryItem.Stored;
    }

    private Optional<PresetReader> preset() {
        boolean preset = oneOf("--as", shape, List.of("alerts", "arms-preset")).equals("arms-preset");
        if (status != null && !preset) {
            throw wrong("--status goes with --as arms-preset only");
        }
        return preset ? Optional.of(new PresetReader(Optional.ofNullable(status))) : Optional.empty();
    }

    private String oneOf(String option, String found, List<String> expected) {
        if (!expected.contains(found)) {
            throw wrong(option + ": found \"" + found + "\", expected " + String.join(" or ", expected));
        }
        return found;
    }

    /** Reads a status from the command line. */
    static final class StatusConverter implements ITypeConverter<AlertStatus> {
        @Override
        public AlertStatus convert(String word) {
            return Arrays.stream(AlertStatus.values())
                    .filter(status -> status.word().equals(word))
                    .findFirst()
                    .orElseThrow(
                            () -> new TypeConversionException("found \"" + word + "\", expected firing or resolved"));
        }
    }
}
