package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.ledger.QuarantineFilter;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.ledger.QuarantinedJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relay quarantine list}: what could not be read? */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Lists what is in quarantine, and about which nobody has decided.",
            "",
            "Kinds: refused - by the door, answered 400; unrouted - accepted, and not readable when it was routed;"
                    + " stray - in a channel's topic, and no delivery."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is listed, also if there is nothing",
            "1:Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class QuarantineListCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private QuarantineOptions which;

    @Option(names = "--all", description = "Also those about which somebody decided.")
    private boolean all;

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        QuarantineFilter filter = which.filter(all);
        RelayConfig loaded = config.topics(spec.commandLine(), json);
        List<Quarantined> records = TopicLook.at(
                loaded,
                spec.commandLine().getErr(),
                (ledger, progress) -> ledger.quarantine().list(filter, progress));
        if (records.isEmpty()) {
            // Of one that was removed there may be some.
            which.check(config, spec.commandLine(), loaded);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ArrayNode list = root.putArray("quarantine");
            records.forEach(record -> list.add(QuarantinedJson.of(record)));
            out.println(root.toPrettyString());
        } else {
            new QuarantineText(Colours.auto(), new Times(ZoneId.systemDefault(), Instant.now())).list(records, out);
        }
        out.flush();
        return 0;
    }
}
