package io.alertrelay.repair;

import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.Times;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.json.Json;
import io.alertrelay.record.Repairable;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code discard}, of dead letters or of quarantine: nobody needs it any more. */
@Command(
        exitCodeList = {
            "0:done, or shown what would be done",
            "1:nothing was done: one that was named is not there or is decided, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration",
            "3:some of them are discarded, which are printed, then Kafka did not answer"
        })
abstract class RepairDiscardCommand<T extends Repairable<T>> extends JsonCommand {
    private final RepairKind<T> kind;

    @Mixin
    private ConfigOption config;

    @Mixin
    private ResolutionOptions resolution;

    @Mixin
    private final RepairSelection selection;

    RepairDiscardCommand(RepairKind<T> kind, RepairSelection selection) {
        this.kind = kind;
        this.selection = selection;
    }

    @Override
    public Integer call() throws Exception {
        Times times = times();
        RepairFilter filter = selection.filter(false);
        RelayConfig loaded = config.topics(this);
        return ask(loaded, (ledger, progress) -> {
            Repairs<T> all = kind.of(ledger);
            Choice choice = selection.choose(all, filter, false, progress, times);
            selection.check(choice, config, this, loaded);
            if (!choice.refusals().isEmpty()) {
                choice.refusals().forEach(err()::println);
                return failed("nothing was discarded");
            }
            if (resolution.yes()) {
                Executed<List<Named>> done =
                        all.discard(choice.chosen(), resolution.by(), clock().instant(), resolution.reason());
                if (done.cutOff().isPresent()) {
                    print(
                            () -> Json.of(Discarded.of(true, done.done())),
                            out -> done.done().forEach(one -> out.println(one.name())));
                    failed(done.cutOff().get());
                    return 3;
                }
            }
            print(() -> Json.of(Discarded.of(resolution.yes(), choice.chosen())), out -> {
                kind.text(times).list(choice.shown(), choice.older(), out);
                RepairText.note(out, choice.chosen().size(), kind.noun(), "discarded", resolution.yes());
            });
            return 0;
        });
    }
}
