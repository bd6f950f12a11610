package io.alertrelay.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import io.alertrelay.record.RecordJson;
import java.util.Map;
import java.util.Optional;

/** Plans and replays as JSON, for the API and scripts. */
public final class ReplayJson {
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
        root.set("routes", Json.tree(plan.differences()));
        root.set("left_out", Json.tree(plan.leftOut()));
        root.set("unreadable", Json.tree(plan.unreadable()));
        return root;
    }

    /** A replay and its progress. */
    public static ObjectNode of(ReplayEntry entry) {
        ObjectNode root = object();
        ReplayOrder order = entry.order();
        ReplayProgress progress = entry.progress();
        root.put("id", order.id())
                .put("kind", order.isRedrive() ? "redrive" : "replay")
                .put("state", entry.state().word())
                .put("created_at", order.createdAt().toString())
                .put("by", order.by())
                .put("to", order.destination().text())
                .put("share", order.share());
        entry.wish().ifPresent(wish -> root.set("wish", RecordJson.tree(wish)));
        ObjectNode far = RecordJson.tree(progress);
        far.remove("state");
        root.setAll(far);
        return root;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
