package io.alertrelay.observe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.text.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this relay has done recently, for the console's charts. Kept in memory since it started: what happened before,
 * and what other relays do, is not included. Bounded by the configured names. Thread-safe.
 */
public final class RecentActivity {
    private static final int SLOT_SECONDS = 10;
    private static final int SLOTS_A_MINUTE = 60 / SLOT_SECONDS;
    private static final int DAY_SLOT_SECONDS = 600;
    private static final int MINUTES = 60;
    /** Of each channel and integration. */
    private static final int POINTS = 30;

    private static final int MOST_NAMES = 1000;
    private static final int LONGEST_CAUSE = 160;
    private static final int MOST_CAUSES = 5;

    private final Clock clock;
    private final Instant since;
    private final Course accepted = new Course(false);
    private final Course delivered = new Course(false);
    private final Course failed = new Course(false);
    private final Course waiting = new Course(true);
    private final Slots unrouted = new Slots(SLOT_SECONDS, MINUTES * SLOTS_A_MINUTE);
    private final Map<String, Instant> lastAccepted = new ConcurrentHashMap<>();
    private final Map<String, Delays> delays = new ConcurrentHashMap<>();
    private final RecentCounts causes = new RecentCounts(Duration.ofHours(24), Duration.ofMinutes(10));
    private final RecentCounts refused = new RecentCounts(Duration.ofHours(1), Duration.ofMinutes(1));

    RecentActivity(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Alerts of a webhook that is stored. */
    void accepted(String integration, int alerts) {
        accepted.of(integration).ifPresent(slots -> {
            slots.add(clock.instant(), alerts);
            lastAccepted.put(integration, clock.instant());
        });
        accepted.total(clock.instant(), alerts);
    }

    /**
     * A delivery reached its channel.
     *
     * @param after how long after its webhook came; empty of a replay
     */
    void delivered(String channel, Optional<Duration> after) {
        delivered.of(channel).ifPresent(slots -> slots.add(clock.instant(), 1));
        delivered.total(clock.instant(), 1);
        after.filter(delay -> delivered.of(channel).isPresent())
                .ifPresent(delay ->
                        delays.computeIfAbsent(channel, name -> new Delays()).add(delay));
    }

    /** An attempt failed, or a delivery was given up. */
    void failed(String channel, String cause) {
        failed.of(channel).ifPresent(slots -> slots.add(clock.instant(), 1));
        failed.total(clock.instant(), 1);
        String line = OneLine.of(cause);
        causes.add(channel + '\n' + line.substring(0, Math.min(LONGEST_CAUSE, line.length())), 1, clock.instant());
    }

    /** The endpoint refused a request. */
    void refused(String integration, int status, String cause) {
        refused.add(integration + '\n' + status + '\n' + cause, 1, clock.instant());
    }

    /** The number of waiting deliveries of every channel. */
    public void waiting(Map<String, Long> channels) {
        Instant now = clock.instant();
        channels.forEach((channel, count) -> waiting.of(channel).ifPresent(slots -> slots.set(now, count)));
        waiting.day.set(
                now, channels.values().stream().mapToLong(Long::longValue).sum());
    }

    /** The number of webhooks that wait to be routed. */
    public void unrouted(long webhooks) {
        unrouted.set(clock.instant(), webhooks);
    }

    /** How many alerts the integration accepted in the last minute. */
    public long acceptedLastMinute(String integration) {
        return accepted.lastMinute(integration, clock.instant());
    }

    /** When it accepted one last. */
    public Optional<Instant> lastAcceptedAt(String integration) {
        return Optional.ofNullable(lastAccepted.get(integration));
    }

    /** How many were delivered to the channel in the last minute. */
    public long deliveredLastMinute(String channel) {
        return delivered.lastMinute(channel, clock.instant());
    }

    /** {@code GET /api/v1/history}: the last hour by minutes, the last day by ten of them, oldest first. */
    public ObjectNode toJson() {
        Instant now = clock.instant();
        ObjectNode root =
                JsonNodeFactory.instance.objectNode().put("at", now.toString()).put("since", since.toString());
        Map<String, Course> all = new TreeMap<>(
                Map.of("accepted", accepted, "delivered", delivered, "failed", failed, "waiting", waiting));
        ObjectNode hour = root.putObject("hour").put("step_seconds", 60);
        ObjectNode day = root.putObject("day").put("step_seconds", DAY_SLOT_SECONDS);
        all.forEach((name, course) -> {
            hour.set(name, array(course.hour(now)));
            day.set(name, array(course.day(now)));
        });
        ObjectNode integrations = root.putObject("integrations");
        accepted.byName.forEach((name, slots) ->
                integrations.putObject(name).set("accepted", array(course(slots, now, POINTS, false))));
        root.putObject("routing").set("waiting", array(course(unrouted, now, POINTS, true)));
        ObjectNode channels = root.putObject("channels");
        waiting.byName.forEach((name, slots) -> describe(name, slots, now, channels.putObject(name)));
        causes.until(now).forEach((key, count) -> {
            String[] parts = key.split("\n", 2);
            if (parts.length == 2 && channels.get(parts[0]) instanceof ObjectNode channel) {
                addCause(channel.withArray("failures"), parts[1], count);
            }
        });
        ArrayNode refusals = root.putArray("refused");
        refused.until(now).forEach((key, count) -> {
            String[] parts = key.split("\n", 3);
            if (parts.length == 3) {
                refusals.addObject()
                        .put("integration", parts[0])
                        .put("status", Integer.parseInt(parts[1]))
                        .put("cause", parts[2])
                        .put("count", count);
            }
        });
        return root;
    }

    private void describe(String channel, Slots waits, Instant now, ObjectNode node) {
        node.set("waiting", array(course(waits, now, POINTS, true)));
        delivered.of(channel).ifPresent(slots -> node.set("delivered", array(course(slots, now, POINTS, false))));
        Optional.ofNullable(delays.get(channel)).ifPresent(d -> d.describe(node.putObject("delivered_after")));
    }

    /** The most frequent ones first, only a few. */
    private static void addCause(ArrayNode causes, String cause, long count) {
        int at = 0;
        while (at < causes.size() && causes.get(at).path("count").asLong() >= count) {
            at++;
        }
        causes.insertObject(at).put("cause", cause).put("count", count);
        if (causes.size() > MOST_CAUSES) {
            causes.remove(MOST_CAUSES);
        }
    }

    private static long[] course(Slots slots, Instant now, int points, boolean gauge) {
        long[] sums = new long[points];
        slots.addTo(sums, now, gauge);
        return sums;
    }

    private static ArrayNode array(long[] numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        Arrays.stream(numbers).forEach(array::add);
        return array;
    }

    /** Counts or levels over an hour, by name, and over a day. */
    private static final class Course {
        private final boolean gauge;
        private final Map<String, Slots> byName = new ConcurrentHashMap<>();
        private final Slots day = new Slots(DAY_SLOT_SECONDS, 24 * 3600 / DAY_SLOT_SECONDS);

        private Course(boolean gauge) {
            this.gauge = gauge;
        }

        private Optional<Slots> of(String name) {
            return byName.containsKey(name) || byName.size() < MOST_NAMES
                    ? Optional.of(byName.computeIfAbsent(name, n -> new Slots(SLOT_SECONDS, MINUTES * SLOTS_A_MINUTE)))
                    : Optional.empty();
        }

        private void total(Instant at, long more) {
            day.add(at, more);
        }

        private long lastMinute(String name, Instant now) {
            return Optional.ofNullable(byName.get(name))
                    .map(slots -> slots.sum(now, SLOTS_A_MINUTE))
                    .orElse(0L);
        }

        private long[] hour(Instant now) {
            long[] sums = new long[MINUTES];
            byName.values().forEach(slots -> slots.addTo(sums, now, gauge));
            return sums;
        }

        private long[] day(Instant now) {
            return course(day, now, 24 * 3600 / DAY_SLOT_SECONDS, gauge);
        }
    }

    /** How long the latest deliveries took. */
    private static final class Delays {
        private final int[] millis = new int[128];
        private long count;

        private synchronized void add(Duration delay) {
            millis[(int) (count++ % millis.length)] = (int) Math.max(0, Math.min(Integer.MAX_VALUE, delay.toMillis()));
        }

        private synchronized void describe(ObjectNode node) {
            int known = (int) Math.min(count, millis.length);
            if (known == 0) {
                return;
            }
            int[] sorted = Arrays.copyOf(millis, known);
            Arrays.sort(sorted);
            node.put("of", known).put("p50_ms", sorted[known / 2]).put("p95_ms", sorted[known * 95 / 100]);
        }
    }
}
