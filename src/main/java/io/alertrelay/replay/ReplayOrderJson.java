package io.alertrelay.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.Place;
import io.alertrelay.routing.ConditionDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** An order as written to the topic of replays: JSON, version 1. */
public final class ReplayOrderJson {
    private static final int VERSION = 1;
    private static final int ID_BYTES = 6;

    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * The order with an id computed from its content: the same range, replayed in the same way by the same rules, has
     * the same id.
     */
    public ReplayOrder named(ReplayOrder order) {
        ObjectNode content = write(order);
        content.remove(List.of("id", "created_at", "by", "share"));
        // The ends of the topics at planning are not part of the identity.
        ((ObjectNode) content.get("bounds")).retain("from", "to");
        return order.named((order.isRedrive() ? "d" : "r") + hash(content.toString()));
    }

    /** As JSON. */
    public ObjectNode write(ReplayOrder order) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("v", VERSION)
                .put("id", order.id())
                .put("created_at", order.createdAt().toString())
                .put("by", order.by())
                .put("to", order.destination().text())
                // Earlier versions had a choice here. The id, which is computed from this JSON, must stay the same.
                .put("state", "latest")
                .put("share", order.share())
                .put("again", order.again());
        write(root.putObject("only"), order.narrowing());
        texts(root.putArray("dead_letters"), order.deadLetters(), Place::toString);
        write(root.putObject("bounds"), order.bounds());
        ObjectNode rules = root.putObject("rules");
        new TreeMap<>(order.rules()).forEach(rules::put);
        return root;
    }

    private void write(ObjectNode node, ReplayFilter narrowing) {
        narrowing.from().ifPresent(at -> node.put("from", at.toString()));
        narrowing.to().ifPresent(at -> node.put("to", at.toString()));
        sorted(node.putArray("receipts"), narrowing.receipts());
        sorted(node.putArray("integrations"), narrowing.integrations());
        sorted(node.putArray("channels"), narrowing.channels());
        texts(
                node.putArray("severities"),
                narrowing.severities().stream().sorted().toList(),
                Severity::word);
        ArrayNode where = node.putArray("where");
        narrowing.where().forEach(condition -> {
            ObjectNode one = where.addObject().put("key", condition.key()).put("oper", condition.oper());
            texts(one.putArray("vals"), condition.vals(), Function.identity());
        });
        narrowing.only().ifPresent(only -> node.put("ended", only.word()));
    }

    private void write(ObjectNode node, ReplayBounds bounds) {
        numbers(node.putObject("from"), bounds.from());
        numbers(node.putObject("to"), bounds.to());
        numbers(node.putObject("journal"), bounds.journal());
        numbers(node.putObject("channels"), bounds.channels());
        numbers(node.putObject("passed"), bounds.passed());
        node.put("receipts", bounds.receipts());
        numbers(node.putObject("replayed"), bounds.replayed());
        node.put("since", bounds.since().toString());
    }

    /** Parses it; empty if it is not an order of this version. */
    public Optional<ReplayOrder> read(byte[] json) {
        try {
            JsonNode root = mapper.readTree(json);
            if (root == null || root.path("v").asInt() != VERSION) {
                return Optional.empty();
            }
            Map<String, String> rules = new TreeMap<>();
            root.path("rules")
                    .properties()
                    .forEach(rule -> rules.put(rule.getKey(), rule.getValue().asText()));
            return Optional.of(new ReplayOrder(
                    root.path("id").asText(),
                    RecordTime.parse(root.path("created_at").asText()),
                    root.path("by").asText(),
                    narrowing(root.path("only")),
                    Destination.of(root.path("to").asText()).orElseThrow(() -> new IllegalArgumentException("to")),
                    root.path("share").asDouble(ReplayOrder.DEFAULT_SHARE),
                    root.path("again").asBoolean(),
                    texts(root.path("dead_letters")).stream()
                            .map(text -> Place.parse(text).orElseThrow(() -> new IllegalArgumentException(text)))
                            .toList(),
                    bounds(root.path("bounds")),
                    rules));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static ReplayFilter narrowing(JsonNode node) {
        Set<Severity> severities = EnumSet.noneOf(Severity.class);
        texts(node.path("severities")).forEach(word -> Severity.ofWord(word).ifPresent(severities::add));
        List<ConditionDefinition> where = new ArrayList<>();
        node.path("where")
                .forEach(one -> where.add(new ConditionDefinition(
                        one.path("key").asText(), one.path("oper").asText(), texts(one.path("vals")))));
        return new ReplayFilter(
                time(node.path("from")),
                time(node.path("to")),
                new LinkedHashSet<>(texts(node.path("receipts"))),
                new LinkedHashSet<>(texts(node.path("integrations"))),
                new LinkedHashSet<>(texts(node.path("channels"))),
                severities,
                where,
                OutcomeFilter.of(node.path("ended").asText("")));
    }

    private static ReplayBounds bounds(JsonNode node) {
        return new ReplayBounds(
                partitions(node.path("from")),
                partitions(node.path("to")),
                partitions(node.path("journal")),
                numbers(node.path("channels"), Function.identity()),
                numbers(node.path("passed"), Function.identity()),
                node.path("receipts").asLong(),
                partitions(node.path("replayed")),
                RecordTime.parse(node.path("since").asText()));
    }

    private static Optional<Instant> time(JsonNode node) {
        return node.isTextual() ? Optional.of(RecordTime.parse(node.asText())) : Optional.empty();
    }

    private static Map<Integer, Long> partitions(JsonNode node) {
        return numbers(node, Integer::valueOf);
    }

    private static <K extends Comparable<K>> Map<K, Long> numbers(JsonNode node, Function<String, K> key) {
        Map<K, Long> numbers = new TreeMap<>();
        node.properties()
                .forEach(entry ->
                        numbers.put(key.apply(entry.getKey()), entry.getValue().asLong()));
        return numbers;
    }

    private static void numbers(ObjectNode node, Map<?, Long> numbers) {
        new TreeMap<>(numbers).forEach((key, number) -> node.put(key.toString(), number));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static <T> void texts(ArrayNode array, Collection<T> items, Function<T, String> text) {
        items.forEach(item -> array.add(text.apply(item)));
    }

    private static void sorted(ArrayNode array, Collection<String> texts) {
        texts.stream().sorted().forEach(array::add);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
