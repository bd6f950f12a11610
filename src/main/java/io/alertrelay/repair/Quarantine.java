package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.StoredRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What could not be read or routed, and the resolutions of it. */
public final class Quarantine extends Repairs<Quarantined> {
    /** The names of filters. */
    public static final Set<String> TRAITS = Set.of("integration", "kind");

    public Quarantine(Ledger ledger) {
        super(ledger, ledger.names().quarantine(), List.of("integration", "kind", "cause"));
    }

    @Override
    Optional<Quarantined> read(StoredRecord record) {
        return Optional.of(Quarantined.of(record));
    }

    /** All fields, and the body. */
    @Override
    public Optional<ObjectNode> show(Quarantined one) throws StartException, InterruptedException {
        return value(one.id().partition(), one.id().offset()).map(body -> Json.withBody(one.summary(), body));
    }
}
