package io.alertrelay.fuzz.check;

import io.alertrelay.fuzz.history.Freeze;
import io.alertrelay.fuzz.history.History;
import io.alertrelay.fuzz.history.Life;
import io.alertrelay.fuzz.history.Loss;
import io.alertrelay.fuzz.history.OffsetLook;
import io.alertrelay.fuzz.history.ReplayRecord;
import io.alertrelay.fuzz.history.SeenDeadLetter;
import io.alertrelay.fuzz.history.SeenEvent;
import io.alertrelay.fuzz.history.SeenPush;
import io.alertrelay.fuzz.history.SeenReplays;
import io.alertrelay.fuzz.history.SeenWebhook;
import io.alertrelay.fuzz.history.Sent;
import io.alertrelay.fuzz.history.Settled;
import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.BodyForm;
import io.alertrelay.fuzz.plan.GarbageKind;
import io.alertrelay.fuzz.plan.Level;
import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.PlannedFault;
import io.alertrelay.fuzz.plan.PlannedRules;
import io.alertrelay.fuzz.plan.Post;
import io.alertrelay.fuzz.plan.RulePlan;
import io.alertrelay.fuzz.plan.WebhookBody;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes histories by hand, one fact at a time. Every fact takes a millisecond. */
final class HandMade {
    static final String A = "payments";
    static final String B = "platform";
    private static final String REPLAY = "r1";
    private static final String INTEGRATION = Names.SHARED.get(0);

    private final List<Sent> sent = new ArrayList<>();
    private final List<SeenWebhook> webhooks = new ArrayList<>();
    private final List<SeenEvent> queued = new ArrayList<>();
    private final List<Settled> settled = new ArrayList<>();
    private final List<SeenDeadLetter> deadLetters = new ArrayList<>();
    private final List<String> quarantined = new ArrayList<>();
    private final List<SeenPush> pushes = new ArrayList<>();
    private final List<Life> lives = new ArrayList<>();
    private final List<OffsetLook> looks = new ArrayList<>();
    private final List<ReplayRecord> replays = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final List<GarbageKind> garbage = new ArrayList<>();
    private final List<Freeze> freezes = new ArrayList<>();
    private final List<String> stuck = new ArrayList<>();
    private long now = 1000;
    private int strikes;

    /** The relay runs, and its rules give these channels. */
    HandMade(String... channels) {
        began(channels);
    }

    static AlertVersion firing(int number) {
        return version(number, true, "a", 1);
    }

    static AlertVersion resolved(int number) {
        return version(number, false, "a", 1);
    }

    static AlertVersion poison(int number) {
        return version(number, true, AlertVersion.POISON, 1);
    }

    static AlertVersion version(int number, boolean firing, String fingerprint, int incident) {
        return new AlertVersion("r1." + number, INTEGRATION, fingerprint, firing, Level.CRITICAL, "payments", incident);
    }

    /** The relay is killed, and starts with rules that give these channels. */
    void killed(String... channels) {
        Life last = lives.remove(lives.size() - 1);
        lives.add(new Life(last.relay(), last.rules(), last.from(), now, now++));
        strikes++;
        began(channels);
    }

    /** The relay stands still for so long. */
    void frozen(long millis) {
        freezes.add(new Freeze("relay", now, now, now + millis, false));
        now += millis;
    }

    /** It stands still since before the last thing, and for so long. */
    void frozenBefore(long millis) {
        freezes.add(new Freeze("relay", now - 2, now - 2, now + millis, false));
        now += millis;
    }

    /** The signal that stops it was sent before the last thing, and arrives after it; it stands still for so long. */
    void frozenSlowly(long millis) {
        freezes.add(new Freeze("relay", now - 2, now, now + millis, false));
        now += millis;
    }

    /** It is cut off from the brokers for so long, and everything else goes on meanwhile. */
    void cutOff(long millis) {
        freezes.add(new Freeze("relay", now, now + millis, now + millis, true));
    }

    /** So long nothing happens. */
    void passes(long millis) {
        now += millis;
    }

    private void began(String... channels) {
        PlannedRules rules = new PlannedRules(List.of(), new TreeSet<>(Set.of(channels)));
        lives.add(new Life("relay", new RulePlan(Map.of(INTEGRATION, rules)), now++, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    /** Posted, acknowledged and stored. */
    String accepted(AlertVersion... versions) {
        return accepted(0, versions);
    }

    String accepted(int partition, AlertVersion... versions) {
        String receipt = receipt(partition);
        sent(Sent.SendOutcome.ACKNOWLEDGED, receipt, versions);
        stored(partition, WebhookBody.of(sent.get(sent.size() - 1).post()));
        return receipt;
    }

    /** The same of a body with one good alert, at that place of it, which is delivered to {@link #A}. */
    void acceptedAs(Post post, int index) {
        String receipt = receipt(0);
        Instant at = Instant.ofEpochMilli(now++);
        AlertVersion version = post.alerts().get(0);
        sent.add(new Sent(post, at, at, Sent.SendOutcome.ACKNOWLEDGED, receipt));
        stored(0, WebhookBody.of(post));
        Map<String, String> headers = Map.of("receipt", receipt, "index", String.valueOf(index));
        queued.add(new SeenEvent(A, queued.size(), now++, version.alertKey(), body(version), headers, false));
        pushed(version, A);
        settled.add(new Settled(settled.size(), receipt + "/" + index + "/" + A, "delivered", "", "", 0, "relay/1"));
    }

    void sent(Sent.SendOutcome outcome, String detail, AlertVersion... versions) {
        Instant at = Instant.ofEpochMilli(now++);
        sent.add(new Sent(new Post(INTEGRATION, List.of(versions), false, 0, BodyForm.PLAIN), at, at, outcome, detail));
    }

    String stored(int partition, String body) {
        String receipt = receipt(partition);
        webhooks.add(new SeenWebhook(partition, webhooks.size(), now++, receipt, INTEGRATION, body));
        return receipt;
    }

    private String receipt(int partition) {
        return "w" + partition + "-" + webhooks.size() + "-nonce";
    }

    /** Routed. */
    void queued(String receipt, AlertVersion version, String... channels) {
        for (String channel : channels) {
            queued(receipt, version, channel, body(version));
        }
    }

    void queued(String receipt, AlertVersion version, String channel, String body) {
        long offset = queued.stream()
                .filter(record -> record.channel().equals(channel) && !record.lost())
                .count();
        queued.add(new SeenEvent(
                channel, offset, now++, version.alertKey(), body, Map.of("receipt", receipt, "index", "0"), false));
    }

    /** Taken by Flashduty. */
    void pushed(AlertVersion version, String channel) {
        boolean known = pushes.stream()
                .anyMatch(push -> push.channel().equals(channel) && push.body().equals(body(version)));
        pushed(channel, known ? "DUPLICATE" : "TAKEN", 200, body(version), Optional.empty());
    }

    void pushed(String channel, String handling, int status, String body, Optional<PlannedFault> fault) {
        pushes.add(new SeenPush(
                pushes.size() + 1L, Instant.ofEpochMilli(now++), channel, handling, Optional.of(status), body, fault));
    }

    void receipt(String receipt, String channel, String outcome) {
        receipt(receipt, channel, outcome, "", "");
    }

    void receipt(String receipt, String channel, String outcome, String reason, String by) {
        receiptOf("relay/1", receipt, channel, outcome, reason, by);
    }

    void receiptOf(String writer, String receipt, String channel, String outcome, String reason, String by) {
        settled.add(new Settled(settled.size(), receipt + "/0/" + channel, outcome, reason, by, 0, writer));
    }

    void deadLetter(String receipt, String channel, AlertVersion version) {
        deadLetters.add(new SeenDeadLetter(receipt + "/0/" + channel, "refused", body(version)));
    }

    void quarantined(String body) {
        quarantined.add(body);
    }

    /** The topic of the channel is deleted, with all that was queued in it. */
    void lost(String channel) {
        losses.add(new Loss(channel, now++, now++));
        queued.replaceAll(record -> record.channel().equals(channel)
                ? new SeenEvent(
                        record.channel(),
                        record.offset(),
                        record.at(),
                        record.alertKey(),
                        record.body(),
                        record.headers(),
                        true)
                : record);
    }

    /** Somebody writes a record that nobody can read. */
    void garbage(GarbageKind kind) {
        garbage.add(kind);
    }

    void stuck(String what) {
        stuck.add(what);
    }

    /** From the post to the receipt, with nothing in the way. */
    String delivered(AlertVersion version, String... channels) {
        String receipt = accepted(version);
        queued(receipt, version, channels);
        for (String channel : channels) {
            pushed(version, channel);
            receipt(receipt, channel, "delivered");
        }
        return receipt;
    }

    /** A replay of all webhooks before that offset was ordered, and ended so. */
    void replay(long to, String state) {
        replays.add(new ReplayRecord(REPLAY, "", "", Map.of(0, to)));
        replays.add(new ReplayRecord(REPLAY + "/progress", state, "", Map.of()));
    }

    /** Replayed, taken and settled. */
    void replayed(String receipt, AlertVersion version) {
        replayQueued(receipt, version);
        pushed(version, Names.REPLAYS);
        replayEnded(receipt, "delivered");
    }

    void replayQueued(String receipt, AlertVersion version) {
        queued.add(new SeenEvent(
                Names.REPLAYS,
                queued.size(),
                now++,
                version.alertKey(),
                body(version),
                Map.of("receipt", receipt, "index", "0", "replay", REPLAY),
                false));
    }

    void replayEndedBy(String writer, String receipt, String outcome) {
        receiptOf(writer, receipt, Names.REPLAYS + "/" + REPLAY, outcome, "", "");
    }

    void replayEnded(String receipt, String outcome) {
        receipt(receipt, Names.REPLAYS + "/" + REPLAY, outcome);
    }

    /** Somebody looks at the offsets, and finds these committed. */
    void look(long webhooksCommitted, long committedOfA) {
        Map<String, Long> ends = new HashMap<>();
        losses.forEach(loss -> ends.put(loss.channel(), 0L));
        queued.stream()
                .filter(record -> !record.lost())
                .forEach(record -> ends.merge(record.channel(), record.offset() + 1, Math::max));
        looks.add(new OffsetLook(now++, Map.of(0, webhooksCommitted), Map.of(A, committedOfA), ends, settled.size()));
    }

    static String body(AlertVersion version) {
        return "{\"alert_key\":\"" + version.alertKey() + "\",\"description\":\"#" + version.tag() + "#\"}";
    }

    History history() {
        return new History(
                sent,
                webhooks,
                queued,
                settled,
                deadLetters,
                quarantined,
                pushes,
                lives,
                looks,
                losses,
                garbage,
                freezes,
                strikes,
                stuck,
                new SeenReplays(replays, queued, settled, pushes));
    }
}
