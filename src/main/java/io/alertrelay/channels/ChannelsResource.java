package io.alertrelay.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.delivery.ChannelState;
import io.alertrelay.delivery.Pause;
import io.alertrelay.json.Json;
import io.alertrelay.kafka.TopicFault;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.management.OperatorName;
import io.alertrelay.record.ChannelOrder;
import io.alertrelay.record.ChannelOrder.Kind;
import io.alertrelay.text.Suggestion;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * {@code POST /api/v1/channels/<name>/pause}, optionally with {@code for} and {@code reason} in the body; {@code
 * …/resume}; {@code …/probe}.
 *
 * @param running the channel with that name, if it is running
 * @param configured the names of the configured channels, including one that is stopped while its settings change
 * @param fault of a channel's topic, if there is one
 * @param alone whether no other relay can have a channel that this one does not have
 */
public record ChannelsResource(
        Function<String, Optional<Channel>> running,
        ChannelOrders orders,
        Supplier<List<String>> configured,
        Function<String, Optional<TopicFault>> fault,
        boolean alone,
        Clock clock)
        implements Api.Action {
    @Override
    public ApiAnswer post(String item, ObjectNode body, Optional<String> operator) {
        int slash = item.lastIndexOf('/');
        Optional<Kind> kind = slash < 0 ? Optional.empty() : Kind.of(item.substring(slash + 1));
        if (kind.isEmpty()) {
            return ApiAnswer.error(404, "NotFound", "expected channels/<name>/pause, …/resume or …/probe");
        }
        Optional<ApiAnswer> refusal = OperatorName.refusal(operator, "does it");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        // Nobody looks for a way to resume what seems to be paused by it.
        if (operator.get().strip().equals(ChannelPauses.BY_CONFIGURATION)) {
            return ApiAnswer.error(
                    400,
                    "NoOperator",
                    "expected the name of who does it, found \"" + ChannelPauses.BY_CONFIGURATION
                            + "\", which stands for paused: true there");
        }
        String name = item.substring(0, slash);
        Optional<Channel> channel = running.apply(name);
        if (channel.isEmpty()) {
            return notRunning(name);
        }
        // An order would outlast what the file says, and on relays whose file does not say it change what others
        // ordered.
        if (channel.get().settings().paused()) {
            return ApiAnswer.error(
                    409,
                    "PausedByConfiguration",
                    "nothing was ordered: channel \"" + name
                            + "\" is paused in the configuration: take \"paused: true\" out of it, on each relay");
        }
        try {
            return switch (kind.get()) {
                case PAUSE -> pause(channel.get(), body, operator.get());
                case RESUME -> resume(channel.get(), operator.get());
                case PROBE -> probe(channel.get(), operator.get());
            };
        } catch (ExecutionException | KafkaException e) {
            return ApiAnswer.error(
                    503,
                    "NotConfirmed",
                    "Kafka has not confirmed it: whether it was ordered, relay channels list shows when Kafka answers: "
                            + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiAnswer.error(503, "Stopping", "the relay is stopping");
        }
    }

    private ApiAnswer pause(Channel channel, ObjectNode body, String by)
            throws ExecutionException, InterruptedException {
        PauseQuestion question;
        try {
            question = PauseQuestion.of(body);
        } catch (InvalidQueryException e) {
            return ApiAnswer.error(400, "InvalidPause", e.parameter() + ": " + e.getMessage());
        }
        Instant now = now();
        orders.place(new ChannelOrder(
                Kind.PAUSE,
                channel.settings().name(),
                by,
                question.reason(),
                now,
                question.lasts().map(now::plus)));
        return ApiAnswer.ok(describe(channel));
    }

    private ApiAnswer resume(Channel channel, String by) throws ExecutionException, InterruptedException {
        String name = channel.settings().name();
        boolean known = orders.catchUp();
        boolean paused = channel.outbox().status().state() instanceof ChannelState.Paused;
        // Another relay may know of a pause that this one has not read, or that is no longer in the topic.
        if (!paused && known && isHere(channel)) {
            return ApiAnswer.error(409, "NotPaused", "channel \"" + name + "\" is not paused");
        }
        orders.place(new ChannelOrder(Kind.RESUME, name, by, "", now(), Optional.empty()));
        return ApiAnswer.ok(describe(channel));
    }

    private ApiAnswer probe(Channel channel, String by) throws ExecutionException, InterruptedException {
        String name = channel.settings().name();
        orders.catchUp();
        ChannelState state = channel.outbox().status().state();
        if (state instanceof ChannelState.Paused) {
            return ApiAnswer.error(409, "Paused", "channel \"" + name + "\" is paused: resume it first");
        }
        boolean held = state instanceof ChannelState.Held || state instanceof ChannelState.Probing;
        // Its outbox has nothing to probe, and every list shows it as held. Another relay's channel need not be at
        // fault.
        Optional<TopicFault> ofTopic = held || !isHere(channel) ? Optional.empty() : fault.apply(name);
        if (ofTopic.isPresent()) {
            return ApiAnswer.error(
                    409,
                    "TopicFault",
                    "channel \"" + name + "\" is held by its topic: "
                            + ofTopic.get().where() + ": " + ofTopic.get().cause()
                            + "; it continues by itself when that is fixed");
        }
        // The state of a channel of another relay is known only there.
        if (!held && isHere(channel)) {
            return ApiAnswer.error(
                    409,
                    "NotHeld",
                    "channel \"" + name + "\" is " + state.word() + ", not held: there is nothing to probe");
        }
        orders.place(new ChannelOrder(Kind.PROBE, name, by, "", now(), Optional.empty()));
        return ApiAnswer.ok(describe(channel));
    }

    /** Whether no other relay has it. */
    private boolean isHere(Channel channel) {
        return alone || channel.offsets().isAssigned();
    }

    /** The current time, cut to what people write. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ObjectNode describe(Channel channel) {
        ChannelState state = channel.outbox().status().state();
        return Json.of(new Ordered(
                channel.settings().name(),
                state.word(),
                state instanceof ChannelState.Paused paused ? Optional.of(paused.pause()) : Optional.empty()));
    }

    private record Ordered(String channel, String state, Optional<Pause> paused) {}

    private ApiAnswer notRunning(String name) {
        if (configured.get().contains(name)) {
            return ApiAnswer.error(
                    503,
                    "ChannelChanges",
                    "nothing was ordered: channel \"" + name + "\" is stopped while its settings change; ask again");
        }
        return ApiAnswer.error(
                404,
                "UnknownChannel",
                "there is no channel \"" + name + "\", "
                        + (configured.get().isEmpty()
                                ? "and none is configured"
                                : "expected one of " + String.join(", ", configured.get()))
                        + Suggestion.nearest(name, configured.get())
                                .map(near -> " (did you mean " + near + "?)")
                                .orElse(""));
    }
}
