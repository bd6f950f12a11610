package io.alertrelay.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.reading.Scope;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReplayDestination;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.text.Age;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The body of {@code POST /api/v1/replays}, with the names of the command's options:
 *
 * <pre>{@code
 * {"last": "2h", "integrations": ["arms-prod"], "to_channel": "payments"}
 * }</pre>
 */
final class ReplayRequestJson {
    private static final Set<String> KEYS = Set.of(
            "from_offset",
            "to_offset",
            "from",
            "to",
            "last",
            "receipts",
            "integrations",
            "channels",
            "severities",
            "where",
            "only",
            "as_routed",
            "to_channel",
            "share",
            "again",
            "dead_letters",
            "execute");

    /** What selects among webhooks, or asks where they went; the rest goes with dead letters, too. */
    private static final List<String> ONLY_OF_WEBHOOKS = List.of(
            "from_offset",
            "to_offset",
            "from",
            "to",
            "last",
            "receipts",
            "integrations",
            "severities",
            "where",
            "as_routed");

    private final ObjectNode body;
    private final Instant now;

    private ReplayRequestJson(ObjectNode body, Instant now) {
        this.body = body;
        this.now = now;
    }

    /**
     * Reads it.
     *
     * @param by the operator
     * @param now the current time, for {@code last}
     * @throws ReplayException that names the field, what was found and what was expected
     */
    static ReplayRequest read(ObjectNode body, String by, Instant now) throws ReplayException {
        Set<String> unknown = new TreeSet<>();
        body.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new ReplayException(unknown.iterator().next() + " is unknown, expected " + new TreeSet<>(KEYS));
        }
        ReplayRequestJson request = new ReplayRequestJson(body, now);
        // What orders must not be guessed from something else.
        request.flag("execute");
        return request.read(by);
    }

    private ReplayRequest read(String by) throws ReplayException {
        return new ReplayRequest(
                offsets("from_offset"),
                offsets("to_offset"),
                narrowing(),
                destination(),
                share(),
                flag("again"),
                deadLetters(),
                by);
    }

    private ReplayFilter narrowing() throws ReplayException {
        Optional<Instant> last = last();
        if (last.isPresent() && (body.has("from") || body.has("to"))) {
            throw new ReplayException("last goes with neither from nor to");
        }
        Set<Severity> severities = new LinkedHashSet<>();
        for (String word : texts(body, "severities")) {
            severities.add(Severity.named(word).orElseThrow(() -> wrong("severities", "Critical, Warning, Info")));
        }
        Scope period = new Scope(last.isPresent() ? last : time("from"), time("to"));
        if (!period.hasLength()) {
            throw wrong("from", "a time before to, which is " + body.path("to"));
        }
        return new ReplayFilter(
                period.from(),
                period.to(),
                new LinkedHashSet<>(texts(body, "receipts")),
                new LinkedHashSet<>(texts(body, "integrations")),
                new LinkedHashSet<>(texts(body, "channels")),
                severities,
                where(),
                word("only").isEmpty()
                        ? Optional.empty()
                        : Optional.of(OutcomeFilter.of(word("only").get())
                                .orElseThrow(() -> wrong("only", "dead-lettered or never-delivered"))));
    }

    private ReplayDestination destination() throws ReplayException {
        Optional<String> channel = word("to_channel");
        boolean asRouted = flag("as_routed");
        if (asRouted && channel.isPresent()) {
            throw new ReplayException("as_routed goes without to_channel");
        }
        if (channel.isPresent()) {
            return new ReplayDestination.ToChannel(channel.get());
        }
        return asRouted ? new ReplayDestination.AsRouted() : new ReplayDestination.ByRules();
    }

    private double share() throws ReplayException {
        JsonNode share = body.path("share");
        if (!share.isMissingNode() && !share.isNumber()) {
            throw wrong("share", "a number above 0 and at most 1");
        }
        return share.asDouble(ReplayOrder.DEFAULT_SHARE);
    }

    private Map<Integer, Long> offsets(String field) throws ReplayException {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : body.path(field).properties()) {
            if (!entry.getKey().matches("\\d{1,9}")
                    || !entry.getValue().isIntegralNumber()
                    || !entry.getValue().canConvertToLong()) {
                throw wrong(field, "an object of offsets by partition, such as {\"0\": 1042}");
            }
            offsets.put(Integer.parseInt(entry.getKey()), entry.getValue().asLong());
        }
        if (body.has(field) && !body.path(field).isObject()) {
            throw wrong(field, "an object of offsets by partition, such as {\"0\": 1042}");
        }
        return offsets;
    }

    private List<ConditionDefinition> where() throws ReplayException {
        if (body.has("where") && !body.path("where").isArray()) {
            throw wrong("where", "a list of conditions");
        }
        List<ConditionDefinition> where = new ArrayList<>();
        for (JsonNode one : body.path("where")) {
            if (!(one instanceof ObjectNode condition)) {
                throw wrong("where", "conditions with key, oper and vals, as rules have them");
            }
            where.add(new ConditionDefinition(
                    condition.path("key").asText(), condition.path("oper").asText(), texts(condition, "vals")));
        }
        return where;
    }

    private List<Place> deadLetters() throws ReplayException {
        for (String field : ONLY_OF_WEBHOOKS) {
            JsonNode value = body.path(field);
            if (body.has("dead_letters") && (value.isValueNode() ? value.asBoolean(true) : !value.isEmpty())) {
                throw wrong(field, "none with dead_letters, which are sent as they are, each to its channel");
            }
        }
        Set<Place> places = new LinkedHashSet<>();
        for (String text : texts(body, "dead_letters")) {
            DeadLetterId id = DeadLetterId.parse(text).orElseThrow(() -> wrong("dead_letters", "ids such as dl-0-17"));
            places.add(id.place());
        }
        return List.copyOf(places);
    }

    private Optional<Instant> last() throws ReplayException {
        Optional<String> text = word("last");
        Optional<Instant> last = text.flatMap(Age::parse).map(now::minus);
        if (text.isPresent() && last.isEmpty()) {
            throw wrong("last", "an age such as 24h");
        }
        return last;
    }

    private Optional<Instant> time(String field) throws ReplayException {
        Optional<String> text = word(field);
        Optional<Instant> time = text.flatMap(ReplayRequestJson::instant).filter(Scope::reaches);
        if (text.isPresent() && time.isEmpty()) {
            throw wrong(field, "a time such as 2026-11-22T02:00:00+08:00");
        }
        return time;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private boolean flag(String field) throws ReplayException {
        JsonNode node = body.path(field);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw wrong(field, "true or false");
        }
        return node.asBoolean();
    }

    private Optional<String> word(String field) throws ReplayException {
        JsonNode node = body.path(field);
        if (!node.isMissingNode() && !node.isTextual()) {
            throw wrong(field, "a string");
        }
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.asText());
    }

    private List<String> texts(ObjectNode owner, String field) throws ReplayException {
        JsonNode node = owner.path(field);
        if (!node.isMissingNode() && !node.isArray()) {
            throw wrong(field, "a list of texts");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : node) {
            if (!text.isTextual()) {
                throw wrong(field, "a list of texts");
            }
            texts.add(text.asText());
        }
        return texts;
    }

    private ReplayException wrong(String field, String expected) {
        String found = String.valueOf(body.get(field));
        return new ReplayException(
                field + ": found " + found.substring(0, Math.min(100, found.length())) + ", expected " + expected);
    }
}
