package io.alertrelay.find;

import io.alertrelay.record.AlertIndexes;
import io.alertrelay.record.Quarantined;
import io.alertrelay.record.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds matching alerts in quarantine. Their resolutions are looked up when they are found: the records with these are
 * not kept by the sieve.
 */
final class UnreadReading implements RecordReading {
    /** A body that can't be understood may still name its alert. */
    private static final Pattern NAME = Pattern.compile("\"alertname\"\\s*:\\s*\"([^\"\\\\]{1,200})");
    /** How many are remembered to be in quarantine. */
    private static final int REMEMBERED = 100_000;
    /** Of how many webhooks those are remembered that are there together. */
    private static final int REMEMBERED_TOGETHER = 1_000;

    private final AlertQuery query;
    private final Set<String> seen = new HashSet<>();
    /** By webhook; these may be hundreds of thousands each. */
    private final Map<String, AlertIndexes> together = new HashMap<>();

    UnreadReading(AlertQuery query) {
        this.query = query;
    }

    /** Whether the webhook, or that alert of it, was among the records read so far. */
    boolean has(String receipt, int index) {
        return seen.contains(receipt)
                || seen.contains(receipt + "/" + index)
                || Optional.ofNullable(together.get(receipt))
                        .filter(its -> its.has(index))
                        .isPresent();
    }

    @Override
    public List<Hit> hits(StoredRecord record, int from) {
        Quarantined kept = Quarantined.of(record);
        rememberSeveral(record, kept);
        if (isSecondCopy(kept)
                || from > 0
                || !query.received().covers(kept.receivedAt())
                || !query.integration().map(kept.integration()::equals).orElse(true)) {
            return List.of();
        }
        String id = kept.id().toString();
        AlertEnding ending = kept.kind() == Quarantined.Kind.REFUSED ? AlertEnding.REFUSED : AlertEnding.QUARANTINED;
        return List.of(new Hit(
                record.offset(),
                0,
                record.storedAt(),
                new FoundAlert(
                        kept.receivedAt(),
                        kept.receipt().orElse(id),
                        kept.index(),
                        kept.integration(),
                        "",
                        "",
                        name(record.value()),
                        "",
                        true,
                        List.of(),
                        Optional.of(new FoundAlert.Unread(
                                ending, kept.kind().word(), kept.cause(), Optional.of(id), Optional.empty())))));
    }

    private void rememberSeveral(StoredRecord record, Quarantined kept) {
        if (kept.alerts().isEmpty()) {
            return;
        }
        String receipt = kept.receipt().orElseThrow();
        if (together.containsKey(receipt) || together.size() < REMEMBERED_TOGETHER) {
            Quarantined.setAside(record).ifPresent(its -> together.merge(receipt, its, AlertIndexes::and));
        }
    }

    private boolean isSecondCopy(Quarantined kept) {
        if (kept.receipt().isEmpty()) {
            return false;
        }
        String key = kept.index().isPresent() ? kept.copyOf() : kept.receipt().get();
        return seen.size() < REMEMBERED && !seen.add(key);
    }

    private static String name(byte[] body) {
        Matcher name = NAME.matcher(new String(body, StandardCharsets.UTF_8));
        return name.find() ? name.group(1) : "";
    }
}
