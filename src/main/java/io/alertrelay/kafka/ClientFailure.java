package io.alertrelay.kafka;

import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Detects that a client of Kafka has failed in a way that only another one in its place may get over. */
final class ClientFailure {
    /** Of the producer's own; it stays in that state. */
    private static final String ERROR_STATE = "in an error state";

    private ClientFailure() {}

    /**
     * Whether it could not authenticate at a broker, or the broker not at it. It may work all the same; but it goes on
     * with the certificates that were on disk when it was made, and a producer of 4.3.1 that was about to ask that
     * broker for its id never asks again: all that it is given then times out.
     *
     * @param metrics of the client
     */
    static boolean ofAuthentication(Map<MetricName, ? extends Metric> metrics) {
        return metrics.entrySet().stream()
                .anyMatch(metric -> counts(metric.getKey().name())
                        && metric.getValue().metricValue() instanceof Number failures
                        && failures.doubleValue() > 0);
    }

    /** Certificates that the broker refuses by TLS 1.3 count as the latter: the client had authenticated the broker. */
    private static boolean counts(String metric) {
        return metric.equals("failed-authentication-total") || metric.equals("failed-reauthentication-total");
    }

    /** Whether it was thrown by a producer that never sends anything again. */
    static boolean isForGood(Throwable failure) {
        return failure instanceof KafkaException
                && failure.getMessage() != null
                && failure.getMessage().contains(ERROR_STATE);
    }
}
