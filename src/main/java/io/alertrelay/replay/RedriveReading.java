package io.alertrelay.replay;

import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.reading.AuditProgress;
import io.alertrelay.reading.Resolutions;
import io.alertrelay.record.DeadLetterId;
import io.alertrelay.record.Place;
import io.alertrelay.record.ReceiptId;
import io.alertrelay.record.ReplayOrder;
import io.alertrelay.record.Resolution;
import io.alertrelay.record.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the dead letters that an order names, in the order in which their webhooks were received. One that is gone
 * since it was ordered is left out: the others can be sent all the same.
 */
record RedriveReading(ReplayOrder order, Planner planner, TopicNames names, AuditProgress progress) {
    /**
     * Reads them.
     *
     * @param since when their webhooks were received is added to it if they are sent again though these are gone
     * @return the offset of the oldest of these webhooks, by partition
     */
    Map<Integer, Long> read(TopicReader reader, EarliestTime since) throws ReplayException {
        planner.willRead(order.deadLetters().size());
        List<Candidate> letters = new ArrayList<>();
        List<DeadLetterId> gone = new ArrayList<>();
        for (Place place : order.deadLetters()) {
            Optional<StoredRecord> record = reader.at(names.deadLetters(), place.partition(), place.offset());
            if (record.isPresent()) {
                if (order.again()) {
                    since.add(record.get().receivedAt());
                }
                letters.add(Candidate.of(record.get())
                        .orElseThrow(
                                () -> new ReplayException("dead letter " + place + " is not (or no longer) there")));
            } else {
                gone.add(new DeadLetterId(place));
            }
            progress.read(
                    names.deadLetters(),
                    letters.size() + gone.size(),
                    order.deadLetters().size());
        }
        letters.sort(Comparator.comparing(Candidate::alert));
        Map<Integer, Long> starts = reader.starts(names.webhooks());
        Map<String, Resolution> resolutions = Resolutions.of(
                reader,
                names.deadLetters(),
                order.deadLetters(),
                () -> progress.read(
                        names.deadLetters(), letters.size(), order.deadLetters().size()));
        // What this replay handed over before it was deleted is not left out.
        gone.stream()
                .filter(letter -> !isRedriven(Optional.ofNullable(resolutions.get(letter.toString()))))
                .forEach(planner::noLongerKept);
        Set<ReceiptId> former = order.again() ? Set.of() : ofFormerTopic(reader, letters);
        Map<Integer, Long> oldest = new TreeMap<>();
        for (Candidate letter : letters) {
            oldest.merge(letter.alert().partition(), letter.alert().offset(), Math::min);
            Optional<Reason> reason =
                    order.again() ? Optional.empty() : reasonToLeaveOut(letter, starts, former, resolutions);
            reason.ifPresentOrElse(why -> planner.leftOut(letter, why), () -> planner.candidate(letter));
        }
        return oldest;
    }

    /** The webhooks of these that have another in their place, or none yet: their topic was deleted and recreated. */
    private Set<ReceiptId> ofFormerTopic(TopicReader reader, List<Candidate> letters) {
        Map<Integer, Long> ends = reader.ends(names.webhooks());
        Set<ReceiptId> former = new HashSet<>();
        Map<Place, Set<ReceiptId>> places = new HashMap<>();
        for (Candidate letter : letters) {
            ReceiptId webhook = letter.alert().webhook();
            if (webhook.offset() >= ends.getOrDefault(webhook.partition(), 0L)) {
                former.add(webhook);
            } else {
                places.computeIfAbsent(webhook.place(), place -> new HashSet<>())
                        .add(webhook);
            }
        }
        SingleRecords.read(reader, names.webhooks(), places.keySet(), record -> {
            ReceiptId there = ReceiptId.of(ReceiptId.Topic.WEBHOOKS, record);
            places.getOrDefault(record.place(), Set.of()).stream()
                    .filter(webhook -> !webhook.equals(there))
                    .forEach(former::add);
            progress.read(names.deadLetters(), letters.size(), letters.size());
        });
        return former;
    }

    /** Why a dead letter is left out, wherever it is sent. */
    private Optional<Reason> reasonToLeaveOut(
            Candidate letter, Map<Integer, Long> starts, Set<ReceiptId> former, Map<String, Resolution> resolutions) {
        Place place = letter.deadLetter().orElseThrow();
        Optional<Resolution> resolved = Optional.ofNullable(resolutions.get(new DeadLetterId(place).toString()));
        if (isRedriven(resolved)) {
            // It was handed over by an earlier run: how that ends still counts.
            return Optional.empty();
        }
        if (resolved.isPresent()) {
            return Optional.of(Reason.DECIDED);
        }
        long start = starts.getOrDefault(letter.alert().partition(), 0L);
        return letter.alert().offset() < start || former.contains(letter.alert().webhook())
                ? Optional.of(Reason.TOO_OLD)
                : Optional.empty();
    }

    /** Whether what was decided is that this replay sends it. */
    private boolean isRedriven(Optional<Resolution> resolved) {
        return resolved.flatMap(Resolution::replay).equals(Optional.of(order.id()));
    }
}
