package io.alertrelay.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.alertrelay.alert.Alert;
import io.alertrelay.alert.AlertStatus;
import io.alertrelay.alert.Severity;
import io.alertrelay.record.AlertRef;
import io.alertrelay.record.DecisionRecord;
import io.alertrelay.record.Dispatch;
import io.alertrelay.testing.WebhookReceipts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What holds of every sequence of firings and recoveries, whatever the rules become, wherever the relay is killed, and
 * whatever Kafka compacts, tried on random ones.
 */
class OpenAlertsPropertyTest {
    private static final int LIVES = 500;
    private static final List<String> CHANNELS = List.of("a", "b", "c", "d");
    private static final Duration MAX_AGE = Duration.ofDays(30);
    private static final Instant T0 = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void aRecoveryGoesToExactlyTheChannelsThatItsFiringsWereSentToInAnyRun() {
        lives(true, life -> {
            Map<String, Set<String>> open = new HashMap<>();
            for (Map.Entry<AlertRef, Alert> entry : life.alerts.entrySet()) {
                Alert alert = entry.getValue();
                List<Dispatch> sent = life.sent.get(entry.getKey());
                if (alert.status() == AlertStatus.FIRING) {
                    sent.forEach(d -> open.computeIfAbsent(alert.key(), k -> new HashSet<>())
                            .addAll(d.channels()));
                } else if (open.containsKey(alert.key())) {
                    assertThat(Set.copyOf(last(sent).channels()))
                            .as("%s of %s", entry.getKey(), life)
                            .isEqualTo(open.remove(alert.key()));
                }
            }
        });
    }

    @Test
    void aFiringOpensAnAlertForAChannelOnceAndOnlyTheFirstTime() {
        lives(true, life -> {
            Map<String, Set<String>> open = new HashMap<>();
            life.alerts.forEach((ref, alert) -> {
                if (alert.status() == AlertStatus.RESOLVED) {
                    open.remove(alert.key());
                    return;
                }
                Dispatch dispatch = last(life.sent.get(ref));
                Set<String> before = open.computeIfAbsent(alert.key(), k -> new HashSet<>());
                Set<String> changed = new LinkedHashSet<>(dispatch.channels());
                changed.removeAll(before);
                assertThat(dispatch.opens()).as("%s of %s", ref, life).containsAll(changed);
                before.addAll(dispatch.channels());
            });
        });
    }

    @Test
    void whatWasWrittenDownIsDecidedAgainTheSameThoughTheRulesChanged() {
        lives(
                true,
                life -> life.written.forEach((ref, first) -> {
                    List<Dispatch> sent = life.sent.get(ref);
                    for (Dispatch dispatch : sent.subList(life.sentBeforeWritten.get(ref), sent.size())) {
                        if (life.alerts.get(ref).status() == AlertStatus.FIRING) {
                            assertThat(dispatch).as("%s of %s", ref, life).isEqualTo(first);
                        } else {
                            assertThat(dispatch.channels())
                                    .as("%s of %s", ref, life)
                                    .containsAll(first.channels());
                            assertThat(dispatch.why()).isEqualTo(first.why());
                        }
                    }
                }));
    }

    @Test
    void withTheSameRulesEverythingIsDecidedAgainTheSame() {
        lives(
                false,
                life -> life.sent.forEach((ref, sent) -> assertThat(new HashSet<>(sent))
                        .as("%s of %s", ref, life)
                        .hasSize(1)));
    }

    private static Dispatch last(List<Dispatch> dispatches) {
        return dispatches.get(dispatches.size() - 1);
    }

    private static void lives(boolean rulesChange, Consumer<Life> property) {
        int crashes = 0;
        for (int seed = 0; seed < LIVES; seed++) {
            Life life = new Life(seed, rulesChange);
            life.live();
            assertThat(life.sent.keySet()).as("%s", life).containsExactlyInAnyOrderElementsOf(life.alerts.keySet());
            property.accept(life);
            crashes += life.runs - 1;
        }
        assertThat(crashes).isGreaterThan(LIVES);
    }

    /** A partition of webhooks, and the runs of relays that route it to its end. */
    private static final class Life {
        private final int seed;
        private final Random random;
        private final boolean rulesChange;
        private final TreeMap<AlertRef, Alert> alerts = new TreeMap<>();
        private final List<DecisionRecord> log = new ArrayList<>();
        private final Map<AlertRef, List<Dispatch>> sent = new HashMap<>();
        private final Map<AlertRef, Dispatch> written = new HashMap<>();
        private final Map<AlertRef, Integer> sentBeforeWritten = new HashMap<>();
        private final int webhooks;
        private long committed;
        private int runs;

        private Life(int seed, boolean rulesChange) {
            this.seed = seed;
            this.random = new Random(seed);
            this.rulesChange = rulesChange;
            this.webhooks = 1 + random.nextInt(30);
            for (int offset = 0; offset < webhooks; offset++) {
                int count = 1 + random.nextInt(3);
                for (int index = 0; index < count; index++) {
                    AlertStatus status = random.nextInt(3) == 0 ? AlertStatus.RESOLVED : AlertStatus.FIRING;
                    Severity severity = Severity.values()[random.nextInt(8) == 0 ? 0 : 1];
                    alerts.put(
                            WebhookReceipts.alert(offset, index),
                            OpenAlertsRig.alert("k" + random.nextInt(3), status, severity));
                }
            }
        }

        private void live() {
            while (committed < webhooks) {
                run(rulesChange ? random.nextInt(4) : 0);
                compact();
            }
        }

        private void run(int rules) {
            runs++;
            DecisionHistory history = new DecisionHistory(MAX_AGE, committed);
            log.forEach(history::add);
            OpenAlerts state = history.openAlerts();
            long next = committed;
            while (next < webhooks) {
                long end = Math.min(webhooks, next + 1 + random.nextInt(6));
                Map<AlertRef, Decided> batch = new TreeMap<>();
                alerts.subMap(WebhookReceipts.alert(next, 0), WebhookReceipts.alert(end, 0))
                        .forEach((ref, alert) -> batch.put(ref, decide(state, ref, alert, rules)));
                List<DecisionRecord> records =
                        batch.values().stream().map(Decided::record).toList();
                boolean killed = random.nextInt(4) == 0;
                int stored = killed && random.nextBoolean() ? random.nextInt(records.size() + 1) : records.size();
                records.subList(0, stored).forEach(this::write);
                if (stored < records.size()) {
                    return;
                }
                int left = killed ? random.nextInt(batch.size() + 1) : batch.size();
                for (Map.Entry<AlertRef, Decided> one : batch.entrySet()) {
                    if (left-- > 0) {
                        sent.computeIfAbsent(one.getKey(), r -> new ArrayList<>())
                                .add(one.getValue().dispatch());
                    }
                }
                if (killed) {
                    committed += random.nextInt((int) (next - committed) + 1);
                    return;
                }
                next = end;
            }
            committed = webhooks;
        }

        private void write(DecisionRecord record) {
            log.add(record);
            if (written.putIfAbsent(record.alert(), record.dispatch()) == null) {
                sentBeforeWritten.put(
                        record.alert(),
                        sent.getOrDefault(record.alert(), List.of()).size());
            }
        }

        private Decided decide(OpenAlerts state, AlertRef ref, Alert alert, int rules) {
            return state.keep(state.known(ref, alert, Set.copyOf(CHANNELS))
                    .orElseGet(() -> state.byRules(ref, alert, T0.plusSeconds(ref.offset()), byRules(alert, rules))));
        }

        private ByRules byRules(Alert alert, int rules) {
            Random rule = new Random(31L * rules + alert.key().hashCode());
            rule.nextInt();
            List<String> channels = Stream.concat(
                            CHANNELS.stream().filter(c -> rule.nextInt(3) == 0), Stream.of(CHANNELS.get(rules)))
                    .distinct()
                    .toList();
            return new ByRules(channels, "v" + rules, "dedicated");
        }

        /** Keeps the last record of each key in the settled beginning of the log, as Kafka may. */
        private void compact() {
            int settled = (int) IntStream.range(0, log.size())
                    .takeWhile(i -> log.get(i).alert().offset() < committed)
                    .count();
            List<DecisionRecord> head = log.subList(0, settled == 0 ? 0 : random.nextInt(settled + 1));
            Map<String, DecisionRecord> latest = new HashMap<>();
            head.forEach(record -> latest.put(record.key(), record));
            head.removeIf(record ->
                    latest.get(record.key()) != record || (record.open().isEmpty() && random.nextBoolean()));
        }

        @Override
        public String toString() {
            return "seed " + seed + ", " + webhooks + " webhooks, " + runs + " runs";
        }
    }
}
