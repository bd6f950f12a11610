package io.alertrelay.trail;

import com.fasterxml.jackson.databind.JsonNode;
import io.alertrelay.cli.Colours;
import io.alertrelay.cli.JsonCommand;
import io.alertrelay.cli.RelayApi;
import io.alertrelay.cli.RelayOption;
import io.alertrelay.cli.SourceLine;
import io.alertrelay.cli.UnexpectedAnswerException;
import io.alertrelay.config.InvalidConfigException;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code relay receipts}: what happened to one webhook. */
@Command(
        name = "receipts",
        description = {
            "Shows what became of one webhook: its alerts, where each was routed and why, and how each delivery ended.",
            "",
            "Asks the relay that runs, which knows what a delivery waits for; reads the topics itself if none does."
        },
        optionListHeading = "%nOptions:%n",
        exitCodeList = {
            "0:it is shown",
            "1:nothing is known of it, or Kafka can't be read",
            "2:wrong usage, or a mistake in the configuration"
        })
public final class ReceiptsCommand extends JsonCommand {
    private static final String UNKNOWN = "UnknownRequestId";

    @Parameters(
            paramLabel = "REQUEST_ID",
            description = "The request_id that the sender was answered, such as w0-17-7k3m9qxr2ztc5vbn. With /0, /1, …"
                    + " at its end: that alert of it only.")
    private String requestId;

    @Mixin
    private RelayOption relay;

    @Override
    public Integer call() throws Exception {
        Optional<String> refused = WebhookPart.refused(requestId);
        if (refused.isPresent()) {
            return failed(refused.get());
        }
        WebhookPart asked = WebhookPart.parse(requestId)
                .orElseThrow(() -> wrong("REQUEST_ID: found \"" + requestId
                        + "\", expected one such as w0-17-7k3m9qxr2ztc5vbn (or q0-3-… of a refused webhook)"));
        Optional<JsonNode> trail = find(asked);
        if (trail.isEmpty()) {
            return failed("nothing is known of " + asked
                    + ": it was never given by this relay, or all of it was deleted for its age");
        }
        print(trail::get, out -> new TrailText(Colours.auto(), times()).print(trail.get(), out));
        return 0;
    }

    private Optional<JsonNode> find(WebhookPart asked)
            throws IOException, InterruptedException, InvalidConfigException, StartException {
        RelayApi api = relay.api();
        RelayApi.Reply answer;
        try {
            answer = ask(asked, api);
        } catch (IOException e) {
            if (relay.isNamed()) {
                throw e;
            }
            RelayConfig loaded = relay.config().topics(this);
            try (Ledger ledger = Ledger.open(loaded, err()::println)) {
                return Trails.find(ledger, asked).map(TrailJson::of);
            }
        }
        if (answer.status() != 200 && !answer.errorCode().equals(UNKNOWN)) {
            // One that starts, or has no room on its disk, must not find a command's broker there.
            throw new IOException(api.refusal(answer));
        }
        SourceLine.relay(api, this);
        return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
    }

    /** The answer of a relay, which may be a refusal. */
    private static RelayApi.Reply ask(WebhookPart asked, RelayApi api) throws IOException, InterruptedException {
        RelayApi.Reply answer;
        try {
            answer = api.get("api/v1/receipts/" + asked);
        } catch (UnexpectedAnswerException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("no relay answers at " + api.base(), e);
        }
        if (answer.status() != 200 && answer.errorCode().isEmpty()) {
            throw new IOException(api.refusal(answer));
        }
        return answer;
    }
}
