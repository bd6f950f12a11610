package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how a push is handled, records it, and returns how it ends.
 *
 * <pre>
 * push ─▶ fault? ─▶ key, limit ─▶ content type ─▶ body ─▶ known already? ─▶ taken
 *          │         401 400 429    400            400     200 (discarded)    200
 *          └─▶ instead of all that, or later on its answer
 * </pre>
 */
final class PushHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Sandbox.class);

    private final Account account;
    private final Faults faults;
    private final ReceivedLog log;
    private final Optional<RequestJournal> journal;
    private final Map<String, AcceptedAlerts> alertsByKey = new ConcurrentHashMap<>();
    private long sequence;

    PushHandler(Account account, Faults faults, ReceivedLog log, Optional<RequestJournal> journal) {
        this.account = account;
        this.faults = faults;
        this.log = log;
        this.journal = journal;
    }

    /** The alerts of a key. */
    AcceptedAlerts alerts(String integrationKey) {
        return alertsByKey.computeIfAbsent(integrationKey, key -> new AcceptedAlerts());
    }

    synchronized Ending receive(ReceivedPush push, String requestId) {
        Received arrived = Received.arrived(++sequence, push);
        Optional<Fault> fault = faults.meet(arrived);
        if (fault.isPresent() && !Misbehaviour.spoilsOnlyTheAnswer(fault.get())) {
            return recorded(arrived, Handling.BROKEN, Misbehaviour.instead(fault.get(), requestId));
        }
        Handled handled = handle(push, requestId);
        Ending ending =
                fault.map(f -> Misbehaviour.spoiled(f, handled.answer)).orElseGet(() -> Ending.reply(handled.answer));
        return recorded(arrived, handled.as, ending);
    }

    private Handled handle(ReceivedPush push, String requestId) {
        Optional<SandboxAnswer> refusal = account.refuse(push, requestId);
        if (refusal.isPresent()) {
            return new Handled(Handling.REFUSED, refusal.get());
        }
        if (!push.endpoint().takes(push.contentType())) {
            return new Handled(Handling.REFUSED, Refusals.invalidContentType(requestId));
        }
        if (push.reading().problem().isPresent()) {
            String problem = push.reading().problem().get();
            return new Handled(Handling.REFUSED, Refusals.invalidParameter(requestId, problem));
        }
        AcceptedAlerts alerts = alerts(push.integrationKey());
        Optional<String> earlier = alerts.earlier(push.body());
        String alertKey =
                earlier.orElseGet(() -> alerts.take(push.body(), push.reading().events(), requestId));
        ObjectNode data = SandboxJson.object().put("alert_key", alertKey);
        return new Handled(
                earlier.isPresent() ? Handling.DUPLICATE : Handling.TAKEN, SandboxAnswer.ok(requestId, data));
    }

    private Ending recorded(Received arrived, Handling as, Ending ending) {
        Received received = arrived.handled(as, ending.status());
        journal.ifPresent(file -> file.append(received));
        log.add(received);
        if (as == Handling.TAKEN) {
            received.events().forEach(event -> log(received, event));
        }
        return ending;
    }

    private static void log(Received received, PushedEvent event) {
        LOG.info(
                "sandbox received {} \"{}\" alert_key={} channel-key={}",
                event.status().orElse("?"),
                Text.oneLine(event.title()),
                Text.oneLine(event.alertKey().orElse("generated")),
                Text.oneLine(Text.masked(received.integrationKey())));
    }

    private record Handled(Handling as, SandboxAnswer answer) {}
}
