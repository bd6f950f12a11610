package io.alertrelay.replay;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Plans and replays as JSON, for the API and scripts. */
public final class ReplayJson {
    private ReplayJson() {}

    /**
     * A plan.
     *
     * @param proposal with what its range lacks
     */
    public static ObjectNode of(Replays.Proposal proposal) {
        Plan plan = proposal.plan();
        Map<String, Double> perMinute = proposal.perMinute();
        Map<String, Planned> channels = new LinkedHashMap<>();
        plan.picks()
                .forEach((channel, picks) -> channels.put(
                        channel,
                        new Planned(
                                picks.size(),
                                Optional.ofNullable(perMinute.get(channel))
                                        .map(rate -> Math.ceil(picks.size() * 60 / rate)))));
        return Json.of(new Proposed(
                plan.order().id(),
                plan.webhooks(),
                plan.alerts(),
                plan.requests(),
                channels,
                plan.differences(),
                plan.leftOut(),
                plan.unreadable(),
                proposal.notRouted()));
    }

    /** A replay and its progress. */
    public static ObjectNode of(ReplayEntry entry) {
        ReplayOrder order = entry.order();
        return RecordJson.tree(new Ordered(
                order.id(),
                order.isRedrive() ? "redrive" : "replay",
                entry.state(),
                order.createdAt(),
                order.by(),
                order.destination().text(),
                order.share(),
                entry.control(),
                entry.progress()));
    }

    private record Proposed(
            String id,
            long webhooks,
            long alerts,
            long requests,
            Map<String, Planned> channels,
            Map<String, RouteDifference> routes,
            Map<Reason, Tally> leftOut,
            Tally unreadable,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Integer, NotRouted> notRouted) {}

    /** @param seconds that it takes at the replay's rate */
    private record Planned(int requests, Optional<Double> seconds) {}

    private record Ordered(
            String id,
            String kind,
            ReplayState state,
            Instant createdAt,
            String by,
            String to,
            double share,
            Optional<ReplayControl> wish,
            @JsonUnwrapped @JsonIgnoreProperties("state") ReplayProgress progress) {}
}
