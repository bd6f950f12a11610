package io.alertrelay.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.app.StartException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.intake.ReceiptId;
import io.alertrelay.ledger.QuarantineFilter;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.ledger.QuarantinedJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relay quarantine show}: all that is known of one, and its body. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Shows a record in quarantine with its body. What would steer a terminal is shown as its number.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is shown",
            "1:there is none of that id, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
final class QuarantineShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ID",
            converter = QuarantineIdConverter.class,
            description = "Its id, as list shows it, and as the sender was answered: q0-3-7k3m9qxr2ztc5vbn.")
    private ReceiptId id;

    @Mixin
    private ConfigOption config;

    @Option(names = "--json", description = "Prints JSON; a body that is not UTF-8 in Base64.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, InvalidConfigException, StartException {
        PrintWriter err = spec.commandLine().getErr();
        return TopicLook.at(config.topics(spec.commandLine(), json), err, (ledger, progress) -> {
            Optional<Quarantined> record = ledger.quarantine().list(QuarantineFilter.ALL, progress).stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst();
            Optional<byte[]> body = record.isPresent() ? ledger.quarantine().body(record.get()) : Optional.empty();
            if (body.isEmpty()) {
                err.println("relay: there is no " + id + " in quarantine, or it was deleted for its age");
                return 1;
            }
            print(record.get(), body.get());
            return 0;
        });
    }

    private void print(Quarantined record, byte[] body) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> text = text(body);
        if (json) {
            ObjectNode node = QuarantinedJson.of(record);
            text.ifPresentOrElse(read -> node.put("body", read), () -> node.put("body_base64", body));
            out.println(node.toPrettyString());
        } else {
            new QuarantineText(Colours.auto(), new Times(ZoneId.systemDefault(), Instant.now()))
                    .show(
                            record,
                            text.orElseGet(() -> new String(body, StandardCharsets.UTF_8)),
                            text.isPresent(),
                            out);
        }
        out.flush();
    }

    /** The body as text; empty if it is not UTF-8. */
    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
