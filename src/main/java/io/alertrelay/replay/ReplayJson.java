package io.alertrelay.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.RecordTime;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Plans, control orders and progress as JSON: for the topic of replays, the API and scripts. */
public final class ReplayJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReplayJson() {}

    /**
     * A plan.
     *
     * @param perMinute the replay's rate for each channel, by the channel's name
     */
    public static ObjectNode of(Plan plan, Map<String, Double> perMinute) {
        ObjectNode root = object();
        root.put("id", plan.order().id())
                .put("webhooks", plan.webhooks())
                .put("alerts", plan.alerts())
                .put("requests", plan.requests());
        ObjectNode channels = root.putObject("channels");
        plan.picks().forEach((channel, picks) -> {
            ObjectNode one = channels.putObject(channel).put("requests", picks.size());
            Optional.ofNullable(perMinute.get(channel))
                    .ifPresent(rate -> one.put("seconds", Math.ceil(picks.size() * 60 / rate)));
        });
        ObjectNode routes = root.putObject("routes");
        plan.differences()
                .forEach((channel, difference) -> routes.putObject(channel)
                        .<ObjectNode>set("added", of(difference.added()))
                        .<ObjectNode>set("removed", of(difference.removed()))
                        .<ObjectNode>set("unchanged", of(difference.unchanged()))
                        .set("unknown", of(difference.unknown())));
        ObjectNode leftOut = root.putObject("left_out");
        plan.leftOut().forEach((reason, tally) -> leftOut.set(reason.word(), of(tally)));
        root.set("unreadable", of(plan.unreadable()));
        return root;
    }

    private static ObjectNode of(Tally tally) {
        ObjectNode node = object().put("count", tally.count());
        tally.examples().forEach(node.putArray("examples")::add);
        return node;
    }

    /** A replay and its progress. */
    public static ObjectNode of(ReplayEntry entry) {
        ObjectNode root = object();
        ReplayOrder order = entry.order();
        ReplayProgress progress = entry.progress();
        root.put("id", order.id())
                .put("kind", order.isRedrive() ? "redrive" : "replay")
                .put("state", shownState(entry))
                .put("created_at", order.createdAt().toString())
                .put("by", order.by())
                .put("to", order.destination().text())
                .put("share", order.share());
        entry.wish().ifPresent(wish -> root.set("wish", of(wish)));
        ObjectNode far = of(progress);
        far.remove("state");
        root.setAll(far);
        return root;
    }

    /** A control order counts even if no relay has executed it yet. */
    private static String shownState(ReplayEntry entry) {
        ReplayProgress.State state = entry.progress().state();
        if (state.isEnd()) {
            return state.word();
        }
        if (entry.isCancelled()) {
            return ReplayProgress.State.CANCELLED.word();
        }
        return entry.isPaused() ? ReplayProgress.State.PAUSED.word() : state.word();
    }

    static ObjectNode of(ReplayProgress progress) {
        ObjectNode root = object();
        root.put("state", progress.state().word())
                .put("at", progress.at().toString())
                .put("per_minute", progress.perMinute());
        if (!progress.message().isEmpty()) {
            root.put("message", progress.message());
        }
        ObjectNode channels = root.putObject("channels");
        progress.channels().forEach((name, channel) -> {
            ObjectNode one =
                    channels.putObject(name).put("planned", channel.planned()).put("fed", channel.fed());
            ObjectNode settled = one.putObject("settled");
            channel.settled().forEach(settled::put);
        });
        ObjectNode leftOut = root.putObject("left_out");
        progress.leftOut().forEach(leftOut::put);
        return root;
    }

    static ObjectNode of(ReplayControl wish) {
        return object().put("wish", wish.kind().word())
                .put("at", wish.at().toString())
                .put("by", wish.by());
    }

    static Optional<ReplayProgress> progress(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            Map<String, ReplayProgress.OfChannel> channels = new HashMap<>();
            root.path("channels")
                    .properties()
                    .forEach(entry -> channels.put(
                            entry.getKey(),
                            new ReplayProgress.OfChannel(
                                    entry.getValue().path("planned").asLong(),
                                    entry.getValue().path("fed").asLong(),
                                    counts(entry.getValue().path("settled")))));
            return ReplayProgress.State.of(root.path("state").asText())
                    .map(state -> new ReplayProgress(
                            state,
                            RecordTime.parse(root.path("at").asText()),
                            channels,
                            root.path("per_minute").asLong(),
                            counts(root.path("left_out")),
                            root.path("message").asText("")));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static Optional<ReplayControl> wish(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            return ReplayControl.Kind.of(root.path("wish").asText())
                    .map(kind -> new ReplayControl(
                            kind,
                            RecordTime.parse(root.path("at").asText()),
                            root.path("by").asText()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Long> counts(JsonNode node) {
        Map<String, Long> counts = new TreeMap<>();
        node.properties()
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
        return counts;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
