package io.alertrelay.observe;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;
import io.alertrelay.text.OneLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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
    private final RecentCounts truncated = new RecentCounts(Duration.ofHours(1), Duration.ofMinutes(1));

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

    /** Alerts that a sender states it left out of a webhook. */
    void truncated(String integration, int alerts) {
        truncated.add(integration, alerts, clock.instant());
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

    /** How many alerts senders state they left out in the last hour, by integration. */
    public Map<String, Long> truncatedLastHour() {
        return truncated.until(clock.instant());
    }

    /** How many requests with a key of theirs were refused in the last hour, by integration. */
    public Map<String, Long> refusedLastHour() {
        return refusals(clock.instant()).stream()
                .filter(one -> !one.integration.equals(AlertMeters.UNKNOWN))
                .collect(groupingBy(Refused::integration, summingLong(Refused::count)));
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
        Map<String, Accepted> integrations = new LinkedHashMap<>();
        accepted.byName.forEach(
                (name, slots) -> integrations.put(name, new Accepted(course(slots, now, POINTS, false))));
        Map<String, List<Counted>> failures = failures(now);
        Map<String, OfChannel> channels = new LinkedHashMap<>();
        waiting.byName.forEach((name, slots) -> channels.put(
                name,
                new OfChannel(
                        course(slots, now, POINTS, true),
                        delivered.of(name).map(sent -> course(sent, now, POINTS, false)),
                        Optional.ofNullable(delays.get(name)).flatMap(Delays::spread),
                        failures.getOrDefault(name, List.of()))));
        return Json.of(new History(
                now,
                since,
                courses(60, course -> course.hour(now)),
                courses(DAY_SLOT_SECONDS, course -> course.day(now)),
                integrations,
                new Routing(course(unrouted, now, POINTS, true)),
                channels,
                refusals(now),
                truncatedLastHour().entrySet().stream()
                        .map(entry -> new Truncated(entry.getKey(), entry.getValue()))
                        .toList()));
    }

    private Courses courses(int stepSeconds, Function<Course, long[]> numbers) {
        return new Courses(
                stepSeconds,
                numbers.apply(accepted),
                numbers.apply(delivered),
                numbers.apply(failed),
                numbers.apply(waiting));
    }

    /** By channel the most frequent ones first, only a few. */
    private Map<String, List<Counted>> failures(Instant now) {
        return causes.until(now).entrySet().stream()
                .filter(cause -> cause.getKey().contains("\n"))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .collect(groupingBy(
                        cause -> cause.getKey().split("\n", 2)[0],
                        mapping(
                                cause -> new Counted(cause.getKey().split("\n", 2)[1], cause.getValue()),
                                collectingAndThen(
                                        toList(), all -> all.subList(0, Math.min(all.size(), MOST_CAUSES))))));
    }

    private List<Refused> refusals(Instant now) {
        return refused.until(now).entrySet().stream()
                .map(entry -> Map.entry(entry.getKey().split("\n", 3), entry.getValue()))
                .filter(entry -> entry.getKey().length == 3)
                .map(entry -> new Refused(
                        entry.getKey()[0], Integer.parseInt(entry.getKey()[1]), entry.getKey()[2], entry.getValue()))
                .toList();
    }

    private static long[] course(Slots slots, Instant now, int points, boolean gauge) {
        long[] sums = new long[points];
        slots.addTo(sums, now, gauge);
        return sums;
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

        private synchronized Optional<Spread> spread() {
            int known = (int) Math.min(count, millis.length);
            if (known == 0) {
                return Optional.empty();
            }
            int[] sorted = Arrays.copyOf(millis, known);
            Arrays.sort(sorted);
            return Optional.of(new Spread(known, sorted[known / 2], sorted[known * 95 / 100]));
        }
    }

    private record History(
            Instant at,
            Instant since,
            Courses hour,
            Courses day,
            Map<String, Accepted> integrations,
            Routing routing,
            Map<String, OfChannel> channels,
            List<Refused> refused,
            List<Truncated> truncated) {}

    private record Courses(int stepSeconds, long[] accepted, long[] delivered, long[] failed, long[] waiting) {}

    private record Accepted(long[] accepted) {}

    private record Routing(long[] waiting) {}

    private record OfChannel(
            long[] waiting,
            Optional<long[]> delivered,
            Optional<Spread> deliveredAfter,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Counted> failures) {}

    /** @param of how many deliveries */
    private record Spread(
            int of,
            @JsonProperty("p50_ms") int median,
            @JsonProperty("p95_ms") int slow) {}

    private record Counted(String cause, long count) {}

    private record Refused(String integration, int status, String cause, long count) {}

    private record Truncated(String integration, long count) {}
}
