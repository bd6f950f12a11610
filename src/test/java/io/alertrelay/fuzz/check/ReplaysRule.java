package io.alertrelay.fuzz.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.alertrelay.fuzz.history.ReplayRecord;
import io.alertrelay.fuzz.history.SeenEvent;
import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.SeenReplays;
import io.alertrelay.fuzz.history.Settled;
import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every replay that was ordered is done. Of an alert its channel takes what was stored earlier earlier, live recoveries
 * among it; what the alert is at the end of the stretch, if it still is that at the end of the round; and never a
 * firing last that is over. Each delivery ends in one way, and what was not in flight or unanswered is taken once.
 */
final class ReplaysRule implements Rule {
    private final int inFlight;

    /** @param inFlight of one channel at most */
    ReplaysRule(int inFlight) {
        this.inFlight = inFlight;
    }

    @Override
    public String name() {
        return "replays";
    }

    @Override
    public List<Violation> check(Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        SeenReplays replayed = evidence.history().replayed();
        List<ReplayRecord> orders =
                replayed.records().stream().filter(ReplayRecord::order).toList();
        orders.forEach(order -> done(order, replayed, found));
        endings(replayed, found);
        inTopic(replayed, found);
        evidence.byAlert().forEach((alert, events) -> {
            if (!events.get(0).version().poison()) {
                alert(alert, events, orders, replayed, found);
            }
        });
        if (orders.size() == 1) {
            repeats(evidence, found);
        }
        return found;
    }

    private void done(ReplayRecord order, SeenReplays replayed, List<Violation> found) {
        String last = "nothing";
        for (ReplayRecord record : replayed.records()) {
            if (record.progressOf(order.key())) {
                last = record.state() + " " + record.message();
            }
        }
        if (!last.strip().equals("done")) {
            found.add(new Violation(name(), "", order.key() + " is not done: " + last));
        }
    }

    private void endings(SeenReplays replayed, List<Violation> found) {
        Map<String, List<Settled>> endings = replayed.settled().stream().collect(groupingBy(Settled::id));
        replayed.queued().stream().collect(groupingBy(ReplaysRule::id)).forEach((id, records) -> {
            List<Settled> ended = endings.getOrDefault(id, List.of());
            if (ended.isEmpty() || Receipts.contradictory(ended)) {
                found.add(new Violation(
                        name(),
                        records.get(0).alertKey(),
                        id + " ended as "
                                + ended.stream()
                                        .map(Settled::outcome)
                                        .distinct()
                                        .toList()));
            }
        });
    }

    private static String id(SeenEvent record) {
        String replay = record.headers().getOrDefault("replay", "");
        return replay.isEmpty() ? record.id() : record.id() + "/" + replay;
    }

    private void inTopic(SeenReplays replayed, List<Violation> found) {
        Set<String> queued = replayed.queued().stream().map(SeenEvent::body).collect(toSet());
        replayed.pushes().stream()
                .filter(push -> !queued.contains(push.body()))
                .forEach(push -> found.add(new Violation(
                        name(), "", "received what is not in its topic: push " + push.sequence() + " " + push.body())));
    }

    private void alert(
            String alert,
            List<StoredAlert> events,
            List<ReplayRecord> orders,
            SeenReplays replayed,
            List<Violation> found) {
        List<StoredAlert> taken = firstTaken(events, replayed);
        for (int i = 1; i < taken.size(); i++) {
            if (taken.get(i).compareTo(taken.get(i - 1)) < 0) {
                found.add(new Violation(
                        name(),
                        alert,
                        Names.REPLAYS + " took " + taken.get(i - 1).version() + " before "
                                + taken.get(i).version() + " that was stored earlier"));
            }
        }
        StoredAlert last = events.get(events.size() - 1);
        if (!taken.isEmpty()
                && taken.get(taken.size() - 1).version().firing()
                && lastPush(events, replayed).version().firing()
                && !last.version().firing()) {
            found.add(new Violation(
                    name(),
                    alert,
                    Names.REPLAYS + " took last " + taken.get(taken.size() - 1).version() + ", which is over: "
                            + last.version()));
        }
        boolean asked = orders.stream()
                .anyMatch(order -> last.webhook().offset()
                        < order.to().getOrDefault(last.webhook().partition(), 0L));
        if (asked && taken.stream().noneMatch(event -> event.version().equals(last.version()))) {
            found.add(new Violation(name(), alert, last.version() + " was replayed, and was never taken"));
        }
    }

    /**
     * The events of the alert in the order in which the channel took each for the first time. Of a version that is
     * stored several times, the earliest copy that is not before what was taken before it: the replay may send any.
     */
    private static List<StoredAlert> firstTaken(List<StoredAlert> events, SeenReplays replayed) {
        Map<String, NavigableSet<StoredAlert>> byTag = byTag(events);
        Map<String, StoredAlert> taken = new LinkedHashMap<>();
        Optional<StoredAlert> before = Optional.empty();
        for (String tag : taken(replayed, byTag)) {
            if (!taken.containsKey(tag)) {
                NavigableSet<StoredAlert> copies = Objects.requireNonNull(byTag.get(tag));
                StoredAlert copy = before.map(copies::ceiling).orElseGet(copies::first);
                taken.put(tag, copy);
                before = Optional.of(copy);
            }
        }
        return List.copyOf(taken.values());
    }

    /** What the channel took last, though it may have taken it before: a webhook may be stored twice. */
    private static StoredAlert lastPush(List<StoredAlert> events, SeenReplays replayed) {
        Map<String, NavigableSet<StoredAlert>> byTag = byTag(events);
        List<String> taken = taken(replayed, byTag);
        return Objects.requireNonNull(byTag.get(taken.get(taken.size() - 1))).first();
    }

    private static List<String> taken(SeenReplays replayed, Map<String, NavigableSet<StoredAlert>> byTag) {
        return replayed.pushes().stream()
                .filter(SeenPush::taken)
                .map(push -> WebhookBody.tag(push.body()))
                .filter(byTag::containsKey)
                .toList();
    }

    private static Map<String, NavigableSet<StoredAlert>> byTag(List<StoredAlert> events) {
        Map<String, NavigableSet<StoredAlert>> byTag = new HashMap<>();
        events.forEach(event -> byTag.computeIfAbsent(event.version().tag(), tag -> new TreeSet<>())
                .add(event));
        return byTag;
    }

    private void repeats(Evidence evidence, List<Violation> found) {
        SeenReplays replayed = evidence.history().replayed();
        Map<String, Long> due = new HashMap<>();
        replayed.queued().stream()
                .collect(groupingBy(SeenEvent::body))
                .forEach((body, records) -> due.put(
                        body, records.stream().map(ReplaysRule::id).distinct().count()));
        long repeats =
                replayed.pushes().stream()
                        .filter(SeenPush::taken)
                        .collect(groupingBy(SeenPush::body))
                        .entrySet()
                        .stream()
                        .mapToLong(body -> Math.max(0, body.getValue().size() - due.getOrDefault(body.getKey(), 0L)))
                        .sum();
        long lost = Math.max(
                replayed.pushes().stream().filter(SeenPush::answerLost).count(),
                replayed.settled().stream().mapToLong(Settled::unanswered).sum());
        long allowed = (long) inFlight
                        * (1 + RepeatsRule.ON_THEIR_WAY)
                        * evidence.history().cuts()
                + lost;
        if (repeats > allowed) {
            found.add(new Violation(
                    name(),
                    "",
                    Names.REPLAYS + " took " + repeats + " events again; " + lost + " answers were lost, so at most "
                            + allowed));
        }
    }
}
