package io.alertrelay.repair;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.api.InvalidQueryException;
import io.alertrelay.api.LedgerAccess;
import io.alertrelay.api.QueryParameters;
import io.alertrelay.api.QuestionBody;
import io.alertrelay.api.QuestionLimit;
import io.alertrelay.json.Json;
import io.alertrelay.management.Api;
import io.alertrelay.management.ApiAnswer;
import io.alertrelay.management.OperatorName;
import io.alertrelay.reading.Ledger;
import io.alertrelay.reading.StartException;
import io.alertrelay.record.Repairable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * {@code GET /api/v1/dead-letters?…}: those that are not resolved, first how many by cause, then the newest, one object
 * a line; {@code GET /api/v1/dead-letters/<id>}; {@code POST /api/v1/dead-letters/discard}. The same for {@code
 * quarantine}.
 *
 * @param <T> the type of a record
 */
public final class RepairResource<T extends Repairable<T>> implements Api.Listing, Api.Resource, Api.Question {
    /** How many can be resolved at once. */
    static final int MOST_IDS = 1_000;

    /** A list takes some tens of megabytes while it is made. */
    private static final int AT_A_TIME = 2;

    /** The time in which the resolutions of others are stored, unless Kafka hardly answers. */
    private static final Duration OTHERS = Duration.ofSeconds(5);

    private final LedgerAccess access;
    private final Function<Ledger, Repairs<T>> repairs;
    private final Set<String> traits;
    private final Clock clock;
    private final QuestionLimit lists = new QuestionLimit(AT_A_TIME, "lists");
    /** If two resolve the same record at once, the second must see the resolution of the first. */
    private final Semaphore inTurn = new Semaphore(1, true);

    /** @param traits the names of filters */
    public RepairResource(
            LedgerAccess access, Function<Ledger, ? extends Repairs<T>> repairs, Set<String> traits, Clock clock) {
        this.access = access;
        this.repairs = repairs::apply;
        this.traits = traits;
        this.clock = clock;
    }

    @Override
    public Optional<ApiAnswer> list(Map<String, List<String>> parameters, Predicate<ObjectNode> line) {
        ApiAnswer answer = lists.ask(
                () -> access.answer(ledger -> {
                    Set<String> names = new TreeSet<>(Set.of("from", "to", "decided", "skip", "limit", "cause"));
                    names.addAll(traits);
                    QueryParameters which = new QueryParameters(parameters, names);
                    int skip = which.number("skip", 0, 0, NewestRecords.MOST);
                    int limit = which.number("limit", 0, 50, MOST_IDS);
                    repairs.apply(ledger).newest(filter(which)).write(skip, limit, line);
                    return ApiAnswer.ok(JsonNodeFactory.instance.objectNode());
                }),
                refusal -> refusal);
        return Optional.of(answer).filter(a -> a.status() != 200);
    }

    private RepairFilter filter(QueryParameters which) throws InvalidQueryException {
        Map<String, String> wanted = new HashMap<>();
        for (String trait : traits) {
            which.one(trait).ifPresent(value -> wanted.put(trait, value));
        }
        boolean decided = which.one("decided").filter("true"::equals).isPresent();
        return new RepairFilter(wanted, which.one("cause"), which.scope(), decided);
    }

    @Override
    public ApiAnswer get(String id) {
        return access.answer(ledger -> {
            Repairs<T> all = repairs.apply(ledger);
            Optional<T> found = all.named(Set.of(id)).stream().findFirst();
            Optional<ObjectNode> shown = found.isPresent() ? all.show(found.get()) : Optional.empty();
            return shown.map(ApiAnswer::ok)
                    .orElseGet(() -> ApiAnswer.error(
                            404, "UnknownId", "there is none of that id, or it was deleted for its age"));
        });
    }

    /** Discards, or lists what would be discarded. */
    @Override
    public ApiAnswer answer(ObjectNode body, Optional<String> operator) {
        return resolve(body, Set.of("ids", "reason", "execute"), operator, (ledger, chosen, by) -> {
            List<Named> named = chosen.stream().map(Named::of).toList();
            Executed<List<Named>> done = by.isPresent()
                    ? repairs.apply(ledger).discard(named, by.get(), clock.instant(), reason(body))
                    : new Executed<>(named, Optional.empty());
            return answer(done, Json.of(Discarded.of(by.isPresent(), done.done())));
        });
    }

    /** @param shown what was done, or would be */
    static ApiAnswer answer(Executed<?> executed, ObjectNode shown) {
        if (executed.cutOff().isEmpty()) {
            return ApiAnswer.ok(shown);
        }
        ApiAnswer answer = ApiAnswer.error(503, "CutOff", executed.cutOff().get());
        answer.body().setAll(shown);
        return answer;
    }

    /**
     * Executes a resolution of the records that the body names, or about none of them if it is not possible for one.
     *
     * @param fields that the body may have
     */
    ApiAnswer resolve(ObjectNode body, Set<String> fields, Optional<String> operator, Resolving<T> resolving) {
        boolean execute = body.path("execute").asBoolean();
        Optional<ApiAnswer> refusal = OperatorName.refusal(operator, "decides");
        if (execute && refusal.isPresent()) {
            return refusal.get();
        }
        return access.answer(ledger -> {
            List<String> ids = new QuestionBody(body, fields).texts("ids", MOST_IDS);
            reason(body);
            if (!QuestionBody.flag(body, "execute")) {
                return asked(ledger, ids, Optional.empty(), resolving);
            }
            if (!inTurn.tryAcquire(OTHERS.toSeconds(), TimeUnit.SECONDS)) {
                return ApiAnswer.error(
                        429,
                        "DecisionUnderWay",
                        "nothing was done: another decision is being stored; ask again in a moment");
            }
            try {
                return asked(ledger, ids, operator, resolving);
            } finally {
                inTurn.release();
            }
        });
    }

    private ApiAnswer asked(Ledger ledger, List<String> ids, Optional<String> by, Resolving<T> resolving)
            throws InvalidQueryException, StartException, InterruptedException {
        SelectedIds<T> choice =
                SelectedIds.of(ids, repairs.apply(ledger).named(new HashSet<>(ids)), false, Instant::toString);
        if (!choice.refusals().isEmpty()) {
            ApiAnswer answer =
                    ApiAnswer.error(409, "NotUndecided", "nothing was done: about some of them nothing can be decided");
            choice.refusals()
                    .forEach(line -> answer.body().withArray("/error/problems").add(line));
            return answer;
        }
        return resolving.about(ledger, choice.chosen(), by);
    }

    /** The reason in the operator's words; empty if none is given. */
    static String reason(ObjectNode body) throws InvalidQueryException {
        String reason = body.path("reason").asText("").strip();
        if (reason.length() > OperatorName.LONGEST) {
            throw new InvalidQueryException(
                    "reason", "found " + reason.length() + " characters, expected at most " + OperatorName.LONGEST);
        }
        return reason;
    }

    /** How records are resolved. */
    @FunctionalInterface
    interface Resolving<T> {
        /** @param by who resolves them; empty for a dry run */
        ApiAnswer about(Ledger ledger, List<T> chosen, Optional<String> by)
                throws InvalidQueryException, StartException, InterruptedException;
    }
}
