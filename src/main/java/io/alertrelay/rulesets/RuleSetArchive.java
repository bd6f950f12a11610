package io.alertrelay.rulesets;

import io.alertrelay.config.IntegrationSettings;
import io.alertrelay.config.KeptRuleSet;
import io.alertrelay.config.KeptRuleSetJson;
import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.KafkaClients;
import io.alertrelay.kafka.SkippedRecords;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.kafka.TopicReader;
import io.alertrelay.kafka.TopicWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each rule set that was ever in use, in a topic, by its version. The version is the address of the content: two relays
 * that write the same one at the same time do no harm.
 *
 * @param clock by which a rule set was first used
 */
public record RuleSetArchive(KafkaClients clients, TopicNames names, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(RuleSetArchive.class);

    /**
     * Keeps the rule sets of the configuration that are not kept yet: to be called before they route.
     *
     * @throws ExecutionException if Kafka does not take them
     */
    public void keep(RelayConfig config) throws ExecutionException, InterruptedException {
        Map<String, KeptRuleSet> missing = new LinkedHashMap<>();
        for (IntegrationSettings integration : config.integrations()) {
            KeptRuleSet kept = KeptRuleSet.of(integration, config.channels(), clock.instant());
            missing.putIfAbsent(kept.version(), kept);
        }
        all().forEach(kept -> missing.remove(kept.version()));
        write(missing.values());
    }

    /** Likewise; if it fails a warning is logged: a relay that starts has no other rules, and alerts must go on. */
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

    /** All that are kept, in the order in which they were first used. */
    Collection<KeptRuleSet> all() {
        Map<String, KeptRuleSet> found = new LinkedHashMap<>();
        try (TopicReader reader = new TopicReader(clients)) {
            SkippedRecords unread = new SkippedRecords(names.ruleSets());
            reader.read(
                    names.ruleSets(),
                    reader.starts(names.ruleSets()),
                    reader.ends(names.ruleSets()),
                    unread.passingOver(record -> {
                        // Of two relays that wrote the same, the first began with it.
                        KeptRuleSetJson.read(record.value()).ifPresent(kept -> found.putIfAbsent(kept.version(), kept));
                        return true;
                    }));
            unread.log();
        }
        return found.values();
    }

    private void write(Collection<KeptRuleSet> missing) throws ExecutionException, InterruptedException {
        if (missing.isEmpty()) {
            return;
        }
        try (TopicWriter writer = new TopicWriter(clients)) {
            for (KeptRuleSet kept : missing) {
                writer.write(
                        names.ruleSets(),
                        kept.version(),
                        KeptRuleSetJson.write(kept).toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
