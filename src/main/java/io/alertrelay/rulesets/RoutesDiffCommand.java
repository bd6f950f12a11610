package io.alertrelay.rulesets;

import io.alertrelay.cli.Colours;
import io.alertrelay.cli.ConfigOption;
import io.alertrelay.cli.RelayCommand;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.routing.RulesDiff;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code relay routes diff}: how two versions of the rules differ. */
@Command(
        name = "diff",
        description = "Says what is different between two versions of the rules.",
        exitCodeList = {
            "0:they are the same",
            "1:they differ",
            "2:wrong usage, a mistake in the configuration, no such version, or Kafka can't be read"
        })
final class RoutesDiffCommand extends RelayCommand {
    @Mixin
    private ConfigOption config;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "A version, or its beginning.")
    private String before;

    @Parameters(index = "1", paramLabel = "AFTER", description = "A version, or its beginning.")
    private String after;

    /** The output is a file, or is compared by a program. */
    @Override
    public boolean isData() {
        return true;
    }

    @Override
    public Integer call() throws Exception {
        try {
            KeptRules rules = KeptRules.read(config.topics(this), err(), before, after);
            KeptRuleSet one = rules.find(before);
            KeptRuleSet other = rules.find(after);
            if (one.version().equals(other.version())) {
                return 0;
            }
            print(one, other, out());
            return 1;
        } catch (StartException | KeptRules.UnknownVersionException e) {
            failed(String.valueOf(e.getMessage()));
            return 2;
        }
    }

    private static void print(KeptRuleSet one, KeptRuleSet other, PrintWriter out) {
        if (one.routes().isPresent() && other.routes().isPresent()) {
            RulesDiff diff = RulesDiff.of(one.routes().get(), other.routes().get());
            new RulesDiffText(out, Colours.auto()).print(diff);
            if (diff.isEmpty()) {
                out.println("the same rules, but they meant other channels");
            }
        } else {
            out.println("- " + words(one));
            out.println("+ " + words(other));
        }
        out.flush();
    }

    private static String words(KeptRuleSet kept) {
        return kept.routes()
                .map(rules -> "rules with " + rules.cases().size() + " cases")
                .orElseGet(() -> "dedicated to " + kept.channel().orElseThrow());
    }
}
