package io.alertrelay.channels;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.delivery.SettlementLog.SettlementLogException;
import io.alertrelay.kafka.GroupOffsets;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.management.OperatorName;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;

/** {@code POST /api/v1/discard/<channel>}: settles what waits in a channel that was removed. */
public final class DiscardResource implements Api.Action {
    private final TopicNames names;
    private final GroupOffsets offsets;
    private final RemovedChannels removed;
    private final Discards discards;
    private final Map<String, String> underWay = new ConcurrentHashMap<>();

    public DiscardResource(TopicNames names, GroupOffsets offsets, RemovedChannels removed, Discards discards) {
        this.names = names;
        this.offsets = offsets;
        this.removed = removed;
        this.discards = discards;
    }

    @Override
    public ApiAnswer post(String channel, ObjectNode body, Optional<String> operator) {
        Optional<ApiAnswer> refusal = OperatorName.refusal(operator, "discards");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            if (!offsets.topics(names.channels()).contains(names.channel(channel))) {
                return ApiAnswer.error(404, "UnknownChannel", "there never was a channel \"" + channel + "\"");
            }
            if (!removed.topics().contains(names.channel(channel))) {
                return ApiAnswer.error(
                        409,
                        "ChannelConfigured",
                        "channel \"" + channel + "\" is configured: take it out of the configuration first");
            }
            Optional<String> name = removed.name(channel);
            if (name.filter(own -> !own.equals(channel)).isPresent()) {
                return ApiAnswer.error(
                        404, "UnknownChannel", "that is the topic's name; the channel is \"" + name.get() + "\"");
            }
            if (offsets.members(names.channelGroup(channel)) > 0) {
                return ApiAnswer.error(
                        409,
                        "StillDelivered",
                        "a relay still delivers to channel \"" + channel
                                + "\": take it out of the configuration of every relay; if that was just done, ask"
                                + " again in half a minute");
            }
            return exclusively(channel, operator.get());
        } catch (Discards.OvertakenException | DiscardClaims.ClaimedException e) {
            return ApiAnswer.error(409, "DiscardUnderWay", String.valueOf(e.getMessage()));
        } catch (ExecutionException | KafkaException | SettlementLogException e) {
            return ApiAnswer.error(
                    503, "NotDiscarded", "not all could be discarded; ask again to continue: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiAnswer.error(503, "Stopping", "the relay is stopping");
        }
    }

    /** Two at a time would settle the same alerts twice. */
    private ApiAnswer exclusively(String channel, String operator)
            throws ExecutionException, InterruptedException, SettlementLogException, Discards.OvertakenException,
                    DiscardClaims.ClaimedException {
        String other = underWay.putIfAbsent(channel, operator);
        if (other != null) {
            return ApiAnswer.error(
                    409,
                    "DiscardUnderWay",
                    "what waits in channel \"" + channel + "\" is being discarded already, as " + other
                            + " said: nothing is left to do");
        }
        try {
            int count = discards.discard(channel, operator);
            return ApiAnswer.ok(JsonNodeFactory.instance
                    .objectNode()
                    .put("channel", channel)
                    .put("discarded", count));
        } finally {
            underWay.remove(channel);
        }
    }
}
