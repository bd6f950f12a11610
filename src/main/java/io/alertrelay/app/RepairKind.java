package io.alertrelay.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.find.InvalidQueryException;
import io.alertrelay.find.QueryParameters;
import io.alertrelay.ledger.DeadLetter;
import io.alertrelay.ledger.DeadLetterFilter;
import io.alertrelay.ledger.DeadLetterJson;
import io.alertrelay.ledger.QuarantineFilter;
import io.alertrelay.ledger.Quarantined;
import io.alertrelay.ledger.QuarantinedJson;
import io.alertrelay.ledger.Resolution;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of record about which people decide.
 *
 * @param <T> one of them
 */
interface RepairKind<T> {
    /** The parameters that say which are meant, beside those that all kinds have. */
    Set<String> parameters();

    /** What those have in common that are counted together. */
    List<String> groupedBy();

    /** The newest of those that are meant. */
    NewestRecords newest(Ledger ledger, QueryParameters which, boolean decidedToo)
            throws InvalidQueryException, StartException, InterruptedException;

    /** Those with these ids, by id. */
    List<T> named(Ledger ledger, Set<String> ids) throws StartException, InterruptedException;

    String id(T one);

    Optional<Resolution> resolution(T one);

    /** All that is known of it. */
    ObjectNode show(Ledger ledger, T one) throws StartException, InterruptedException;

    /** Writes decisions down. */
    void decide(Ledger ledger, Map<T, Resolution> decisions) throws StartException, InterruptedException;

    /** What was given up. */
    final class OfDeadLetters implements RepairKind<DeadLetter> {
        @Override
        public Set<String> parameters() {
            return Set.of("channel", "integration", "cause", "alert_key");
        }

        @Override
        public List<String> groupedBy() {
            return List.of("channel", "reason", "cause");
        }

        @Override
        public NewestRecords newest(Ledger ledger, QueryParameters which, boolean decidedToo)
                throws InvalidQueryException, StartException, InterruptedException {
            return ledger.deadLetters()
                    .newest(new DeadLetterFilter(
                            which.one("channel"),
                            which.one("integration"),
                            which.one("cause"),
                            which.one("alert_key"),
                            which.scope(),
                            decidedToo));
        }

        @Override
        public List<DeadLetter> named(Ledger ledger, Set<String> ids) throws StartException, InterruptedException {
            return ledger.deadLetters().named(ids);
        }

        @Override
        public String id(DeadLetter one) {
            return one.id().toString();
        }

        @Override
        public Optional<Resolution> resolution(DeadLetter one) {
            return one.resolution();
        }

        @Override
        public ObjectNode show(Ledger ledger, DeadLetter one) {
            return DeadLetterJson.of(one);
        }

        @Override
        public void decide(Ledger ledger, Map<DeadLetter, Resolution> decisions)
                throws StartException, InterruptedException {
            ledger.deadLetters().decide(decisions);
        }
    }

    /** What could not be read or routed. */
    final class OfQuarantine implements RepairKind<Quarantined> {
        @Override
        public Set<String> parameters() {
            return Set.of("integration", "cause");
        }

        @Override
        public List<String> groupedBy() {
            return List.of("integration", "kind", "cause");
        }

        @Override
        public NewestRecords newest(Ledger ledger, QueryParameters which, boolean decidedToo)
                throws InvalidQueryException, StartException, InterruptedException {
            return ledger.quarantine()
                    .newest(new QuarantineFilter(
                            which.one("integration"), which.one("cause"), which.scope(), decidedToo));
        }

        @Override
        public List<Quarantined> named(Ledger ledger, Set<String> ids) throws StartException, InterruptedException {
            return ledger.quarantine().named(ids);
        }

        @Override
        public String id(Quarantined one) {
            return one.id().toString();
        }

        @Override
        public Optional<Resolution> resolution(Quarantined one) {
            return one.resolution();
        }

        @Override
        public ObjectNode show(Ledger ledger, Quarantined one) throws StartException, InterruptedException {
            ObjectNode node = QuarantinedJson.of(one);
            ledger.quarantine().body(one).ifPresent(body -> putBody(node, body));
            return node;
        }

        @Override
        public void decide(Ledger ledger, Map<Quarantined, Resolution> decisions)
                throws StartException, InterruptedException {
            ledger.quarantine().decide(decisions);
        }
    }

    /** Says in {@code body} what a body says, or in {@code body_base64} if it is not UTF-8. */
    static void putBody(ObjectNode node, byte[] body) {
        try {
            node.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            node.put("body_base64", body);
        }
    }
}
