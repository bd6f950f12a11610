package io.alertrelay.rulesets;

import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.config.RulesInUse;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import io.alertrelay.record.KeptRuleSet;
import io.alertrelay.record.StoredRecord;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each rule set that was ever in use, in a topic, by its version. The version is derived from the content, so two
 * relays may write the same one at the same time.
 *
 * @param clock for the time of its first use
 */
public record RuleSetArchive(KafkaClients clients, TopicNames names, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(RuleSetArchive.class);

    /**
     * Stores the rule sets of the configuration that are not stored yet; to be called before they route.
     *
     * @throws ExecutionException if Kafka does not accept them
     */
    public void keep(RelayConfig config) throws ExecutionException, InterruptedException {
        Map<String, KeptRuleSet> missing = new LinkedHashMap<>();
        for (IntegrationSettings integration : config.integrations()) {
            KeptRuleSet kept = RulesInUse.of(integration, config.channels(), clock.instant());
            missing.putIfAbsent(kept.version(), kept);
        }
        // Only what has one of these keys is parsed: there may be thousands of others, each with all its cases.
        visit(record -> {
            if (missing.containsKey(record.key())) {
                KeptRuleSet.of(record).ifPresent(kept -> missing.remove(kept.version()));
            }
        });
        write(missing.values());
    }

    /**
     * The same, but only logs a warning if it fails: a relay that starts has no other rules, and alerts must be routed.
     */
    public void keepOrWarn(RelayConfig config) {
        try {
            keep(config);
        } catch (ExecutionException | KafkaException e) {
            LOG.warn(
                    "rules could not be kept in {}, so 'relay routes show' will not know them: {}",
                    names.ruleSets(),
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Shows the records of all that are stored, in the order in which they were first used. */
    void visit(Consumer<StoredRecord> visitor) {
        try (TopicReader reader = new TopicReader(clients)) {
            SkippedRecords unread = new SkippedRecords(names.ruleSets());
            reader.read(
                    names.ruleSets(),
                    reader.starts(names.ruleSets()),
                    reader.ends(names.ruleSets()),
                    unread.passingOver(record -> {
                        visitor.accept(record);
                        return true;
                    }));
            unread.log();
        }
    }

    private void write(Collection<KeptRuleSet> missing) throws ExecutionException, InterruptedException {
        if (missing.isEmpty()) {
            return;
        }
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (KeptRuleSet kept : missing) {
                writer.write(names.ruleSets(), kept.draft());
            }
        }
    }
}
