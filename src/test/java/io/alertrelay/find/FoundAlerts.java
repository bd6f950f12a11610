package io.alertrelay.find;

import io.alertrelay.config.RelayConfig;
import io.alertrelay.kafka.TopicNames;
import io.alertrelay.pipeline.Pipelines;
import io.alertrelay.reading.WaitingDeliveries;
import io.alertrelay.testing.SharedBroker;
import io.alertrelay.testing.TestConfig;
import io.alertrelay.testing.TimedRecords;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes all alerts that a search finds. */
final class FoundAlerts implements Found {
    private final List<FoundAlert> alerts = new ArrayList<>();

    private FoundAlerts() {}

    /** What is found among these records, by the configuration of the tests. */
    static List<FoundAlert> of(TimedRecords records, TopicNames names, Map<String, List<String>> query)
            throws Exception {
        RelayConfig config = TestConfig.load(TestConfig.yaml("{}", 1, 2, 3, ""), Path.of(""));
        FoundAlerts found = new FoundAlerts();
        new AlertFinder(
                        SharedBroker.clients(),
                        records.offsets(),
                        names,
                        config,
                        new Pipelines(config)::pipeline,
                        WaitingDeliveries.UNKNOWN,
                        1)
                .find(AlertQuery.of(query), found);
        return found.alerts;
    }

    @Override
    public boolean alert(FoundAlert alert) {
        return alerts.add(alert);
    }

    @Override
    public boolean progress(long searched, long total, Instant backTo) {
        return true;
    }
}
