package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.HeaderNames;
import io.alertrelay.record.Resolution;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * {@code GET /api/v1/decisions}: who resolved what of dead letters and quarantine, the newest first. Resolutions by
 * one person about many records within a minute are one entry, with their number in {@code count} and one id in {@code
 * about}.
 */
public record ResolutionsResource(LedgerAccess access) implements Api.Resource {
    private static final int MOST = 200;

    @Override
    public ApiAnswer get(String item) {
        return access.answer(ledger -> {
            TreeMap<Together, ObjectNode> lines =
                    new TreeMap<>(Comparator.comparing(Together::minute).thenComparing(Together::toString));
            resolutions(ledger, resolution -> {
                ObjectNode latest = resolution.json().put("about", resolution.about());
                lines.merge(
                        Together.of(resolution),
                        latest.put("count", 1),
                        (before, one) ->
                                latest.put("count", before.path("count").asInt() + 1));
                if (lines.size() > MOST) {
                    lines.pollFirstEntry();
                }
            });
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            ArrayNode list = root.putArray("decisions");
            lines.values().stream()
                    .sorted(Comparator.comparing(
                                    (ObjectNode line) -> line.path("at").asText())
                            .reversed())
                    .forEach(list::add);
            return ApiAnswer.ok(root);
        });
    }

    /** All resolutions, in the order of each partition. */
    private static void resolutions(Ledger ledger, Consumer<Resolution> each)
            throws StartException, InterruptedException {
        ledger.asking(offsets -> {
            try (TopicReader reader = TopicReader.sieving(
                    ledger.clients(), (topic, headers, value) -> headers.lastHeader(HeaderNames.ABOUT) != null)) {
                for (String topic :
                        List.of(ledger.names().deadLetters(), ledger.names().quarantine())) {
                    reader.read(topic, reader.starts(topic), reader.ends(topic), record -> {
                        Resolution.of(record).ifPresent(each);
                        return true;
                    });
                }
            }
            return true;
        });
    }

    /** What resolutions that are listed as one have in common. */
    private record Together(Instant minute, char topic, Resolution.Kind kind, String by, String reason, String replay) {
        private static Together of(Resolution resolution) {
            return new Together(
                    resolution.at().truncatedTo(ChronoUnit.MINUTES),
                    resolution.about().charAt(0),
                    resolution.kind(),
                    resolution.by(),
                    resolution.reason(),
                    resolution.replay().orElse(""));
        }
    }
}
