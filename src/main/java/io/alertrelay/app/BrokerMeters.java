package io.alertrelay.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The metrics of the embedded broker, from those that Kafka itself keeps; 0 for what it does not keep yet. */
final class BrokerMeters {
    private static final String TOPICS = "kafka.server:type=BrokerTopicMetrics,name=";
    private static final String FLUSHES = "kafka.log:type=LogFlushStats,name=LogFlushRateAndTimeMs";

    private final MBeanServer kafka = ManagementFactory.getPlatformMBeanServer();
    private final MeterRegistry metrics;

    BrokerMeters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void bind() {
        counter("messages_in", "Records that were written", TOPICS + "MessagesInPerSec");
        counter("bytes_in", "Bytes that were written", TOPICS + "BytesInPerSec");
        counter("bytes_out", "Bytes that were read", TOPICS + "BytesOutPerSec");
        counter("log_flushes", "Flushes to disk, of which each acknowledgement waits for one", FLUSHES);
        gauge(
                "log_flush_p99_seconds",
                "How long a flush to disk took, at the 99th percentile",
                () -> number(FLUSHES, "99thPercentile") / 1000);
        gauge(
                "request_handler_idle_ratio",
                "Part of the time of the last minute in which the request handlers had nothing to do",
                () -> number(
                        "kafka.server:type=KafkaRequestHandlerPool,name=RequestHandlerAvgIdlePercent",
                        "OneMinuteRate"));
        gauge(
                "offline_partitions",
                "Partitions that can't be used",
                () -> number("kafka.server:type=ReplicaManager,name=OfflineReplicaCount", "Value"));
        gauge("log_bytes", "Bytes that all topics take on disk", this::logBytes);
    }

    private void counter(String what, String description, String bean) {
        FunctionCounter.builder("alert_relay_broker_" + what, this, meters -> meters.number(bean, "Count"))
                .description("Embedded broker: " + description)
                .register(metrics);
    }

    private void gauge(String what, String description, Supplier<Number> value) {
        Gauge.builder("alert_relay_broker_" + what, value)
                .description("Embedded broker: " + description)
                .register(metrics);
    }

    private double logBytes() {
        try {
            return kafka.queryNames(new ObjectName("kafka.log:type=Log,name=Size,*"), null).stream()
                    .mapToDouble(name -> number(name, "Value"))
                    .sum();
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private double number(String bean, String attribute) {
        try {
            return number(new ObjectName(bean), attribute);
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private double number(ObjectName bean, String attribute) {
        try {
            return ((Number) kafka.getAttribute(bean, attribute)).doubleValue();
        } catch (JMException e) {
            return 0;
        }
    }
}
