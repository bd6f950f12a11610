package io.alertrelay.replay;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.alert.Severity;
import io.alertrelay.json.Json;
import io.alertrelay.record.ConditionDefinition;
import io.alertrelay.record.OutcomeFilter;
import io.alertrelay.record.RecordJson;
import io.alertrelay.record.ReplayControl;
import io.alertrelay.record.ReplayFilter;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.ReplayProgress;
import io.alertrelay.record.ReplayState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
                range(plan.order()),
                plan.webhooks(),
                plan.alerts(),
                plan.requests(),
                channels,
                plan.differences(),
                plan.leftOut(),
                plan.unreadable(),
                proposal.notRouted(),
                proposal.before()
                        .map(before -> new Before(
                                before.order().id(),
                                before.state(),
                                before.order().createdAt(),
                                before.order().by()))));
    }

    /** What is said in place of a plan if nothing was chosen to plan. */
    public static ObjectNode ofNothing() {
        ObjectNode nothing =
                JsonNodeFactory.instance.objectNode().put("requests", 0).put("alerts", 0);
        List.of("channels", "routes", "left_out").forEach(nothing::putObject);
        return nothing.put("ordered", false);
    }

    private static Range range(ReplayOrder order) {
        ReplayFilter narrowing = order.narrowing();
        return new Range(
                order.bounds().from(),
                order.bounds().to(),
                narrowing.from(),
                narrowing.to(),
                narrowing.receipts().size(),
                order.deadLetters().size(),
                narrowing.integrations(),
                narrowing.channels(),
                narrowing.severities(),
                narrowing.where(),
                narrowing.only().map(OutcomeFilter::word));
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
                range(order),
                order.share(),
                entry.control(),
                entry.progress()));
    }

    /** @param before the very same, ordered before */
    private record Proposed(
            String id,
            Range range,
            long webhooks,
            long alerts,
            long requests,
            Map<String, Planned> channels,
            Map<String, RouteDifference> routes,
            Map<Reason, Tally> leftOut,
            Tally unreadable,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<Integer, NotRouted> notRouted,
            @JsonProperty("ordered_before") Optional<Before> before) {}

    private record Before(String id, ReplayState state, Instant createdAt, String by) {}

    /**
     * What was asked for, with the names of the API's question.
     *
     * @param receipts how many it names; 0 if it does not select by them
     * @param deadLetters how many it redrives
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record Range(
            Map<Integer, Long> fromOffset,
            Map<Integer, Long> toOffset,
            Optional<Instant> from,
            Optional<Instant> to,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int receipts,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int deadLetters,
            Set<String> integrations,
            Set<String> channels,
            Set<Severity> severities,
            List<ConditionDefinition> where,
            Optional<String> only) {}

    /** @param seconds that it takes at the replay's rate */
    private record Planned(int requests, Optional<Double> seconds) {}

    private record Ordered(
            String id,
            String kind,
            ReplayState state,
            Instant createdAt,
            String by,
            String to,
            Range range,
            double share,
            Optional<ReplayControl> wish,
            @JsonUnwrapped @JsonIgnoreProperties("state") ReplayProgress progress) {}
}
