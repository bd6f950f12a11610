package io.alertrelay.journal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.QuestionBody;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.MorePartitions;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.kafka.WebhookPartitions;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.management.OperatorName;
import io.alertrelay.reading.ClusterReach;
import io.alertrelay.record.PartitionsRecord;
import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * {@code POST /api/v1/partitions} with {@code to}: raises the number of partitions of webhooks, on all relays. Without
 * {@code execute} it only answers the current number. {@link WebhookPartitions} describes what happens.
 */
public final class PartitionsResource implements Api.Action {
    private static final Duration ASSIGNED = Duration.ofSeconds(90);
    private static final Duration ROUTED = Duration.ofSeconds(15);
    private static final Duration DECIDED = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_MILLIS = 100;

    private final KafkaClients clients;
    private final TopicNames names;
    private final MorePartitions topics;
    private final WebhookPartitions partitions;
    private final CatchUp orders;
    private final Optional<String> onlyRelay;
    private final ReentrantLock one = new ReentrantLock();

    /**
     * @param orders reads what the relays have agreed on
     * @param onlyRelay the name of this relay, if no other one can do any of the work
     */
    public PartitionsResource(
            KafkaClients clients,
            TopicNames names,
            MorePartitions topics,
            WebhookPartitions partitions,
            CatchUp orders,
            Optional<String> onlyRelay) {
        this.clients = clients;
        this.names = names;
        this.topics = topics;
        this.partitions = partitions;
        this.orders = orders;
        this.onlyRelay = onlyRelay;
    }

    @Override
    public ApiAnswer post(String item, ObjectNode body, Optional<String> operator) {
        int from = partitions.count();
        int to = body.path("to").asInt(0);
        if (to <= from || to % from != 0 || to > WebhookPartitions.MOST) {
            return ApiAnswer.error(
                    400,
                    "InvalidPartitions",
                    "to: found " + body.path("to").asText("nothing") + ", expected a multiple of the " + from
                            + " that there are, more than that and at most " + WebhookPartitions.MOST);
        }
        boolean execute;
        try {
            execute = QuestionBody.flag(body, "execute");
        } catch (InvalidQueryException e) {
            return ApiAnswer.error(400, "InvalidPartitions", e.parameter() + ": " + e.getMessage());
        }
        Optional<ApiAnswer> refusal = OperatorName.refusal(operator, "does it");
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!execute) {
            return ApiAnswer.ok(described(from, to));
        }
        if (!one.tryLock()) {
            return ApiAnswer.error(409, "UnderWay", "it is being done already");
        }
        try {
            return raise(from, to, operator.get());
        } catch (ExecutionException | KafkaException e) {
            boolean right = e.getCause() instanceof AuthorizationException;
            return ApiAnswer.error(
                    503,
                    "KafkaAway",
                    "nothing has changed, Kafka refuses or does not answer: " + ClusterReach.reasons(e)
                            + (right
                                    ? "; give the relay's user the right Alter on topics, or add the partitions yourself,"
                                            + " in this order: kafka-topics.sh --alter --partitions " + to
                                            + " --topic " + String.join(", then ", names.partitioned())
                                    : ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiAnswer.error(503, "Stopping", "the relay is stopping");
        } finally {
            one.unlock();
        }
    }

    private static ObjectNode described(int from, int to) {
        return JsonNodeFactory.instance.objectNode().put("from", from).put("to", to);
    }

    private ApiAnswer raise(int from, int to, String by) throws ExecutionException, InterruptedException {
        Optional<TopicPartition> waits =
                topics.standstill(names.routingGroup(), List.of(names.webhooks(), names.replayed()), from, ROUTED);
        if (waits.isPresent()) {
            return ApiAnswer.error(
                    503,
                    "NotRouted",
                    "nothing has changed: " + waits.get() + " was not routed any further for " + ROUTED.toSeconds()
                            + " s, and the integrations that move from it would wait as long as it does; see relay"
                            + " status for what it waits for, then ask again");
        }
        // A relay that starts from now on must not use the new partitions before they are agreed on.
        write(partitions.standing());
        // A relay of an earlier version would use new partitions at once, and does not follow the agreement.
        Optional<ApiAnswer> no = agree(from, by);
        if (no.isEmpty()) {
            topics.add(names.partitioned(), to);
            no = agree(to, by);
        }
        return no.orElseGet(() -> ApiAnswer.ok(described(from, to)));
    }

    /** Returns when all relays use this many partitions; or why they do not. */
    private Optional<ApiAnswer> agree(int count, String by) throws ExecutionException, InterruptedException {
        Optional<Set<String>> members =
                topics.awaitMembers(names.routingGroup(), List.of(names.webhooks(), names.replayed()), count, ASSIGNED);
        if (members.isEmpty()) {
            return Optional.of(ApiAnswer.error(
                    503,
                    "NotTogether",
                    "nothing has changed: the relays did not come to share the partitions within "
                            + ASSIGNED.toSeconds() + " s; ask again when none of them starts or stops"));
        }
        Set<String> relays = onlyRelay.map(Set::of).orElseGet(members::get);
        String id = UUID.randomUUID().toString();
        WebhookPartitions.UnderWay raise = new WebhookPartitions.UnderWay(id, count);
        write(partitions.order(id, count, relays, by));
        orders.catchUp();
        Deadline end = Deadline.after(DECIDED);
        while (partitions.isUnderWay(raise) && !end.isOver()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        return partitions.count() == count && !partitions.isGivenUp(id)
                ? Optional.empty()
                : Optional.of(ApiAnswer.error(
                        503,
                        "NotMoved",
                        "nothing has changed: not all of the " + relays.size()
                                + " relays could follow within the time for which senders can wait. Are all of this"
                                + " version? Then ask again"));
    }

    private void write(PartitionsRecord statement) throws ExecutionException, InterruptedException {
        try (TopicWriter writer = new TopicWriter(clients)) {
            writer.write(names.relays(), statement.draft());
        }
    }

    /** Reads what the relays have agreed on by now. */
    @FunctionalInterface
    public interface CatchUp {
        void catchUp() throws InterruptedException;
    }
}
