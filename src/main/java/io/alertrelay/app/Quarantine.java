package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.record.StoredRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What could not be read or routed, and what is decided about it. */
public final class Quarantine extends Repairs<Quarantined> {
    /** By what it can be asked for. */
    static final Set<String> TRAITS = Set.of("integration");

    public Quarantine(Ledger ledger) {
        super(ledger, ledger.names().quarantine(), List.of("integration", "kind", "cause"));
    }

    @Override
    Optional<Quarantined> read(StoredRecord record) {
        return Optional.of(Quarantined.of(record));
    }

    /** With its body. */
    @Override
    public Optional<ObjectNode> show(Quarantined one) throws StartException, InterruptedException {
        return value(one.id().partition(), one.id().offset()).map(body -> withBody(one.summary(), body));
    }

    /** Says in {@code body} what a body says, or in {@code body_base64} if it is not UTF-8. */
    static ObjectNode withBody(ObjectNode node, byte[] body) {
        try {
            return node.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            return node.put("body_base64", body);
        }
    }
}
