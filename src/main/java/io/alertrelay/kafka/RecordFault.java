package io.alertrelay.kafka;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * Decides why a record could not be handled. Failures of Kafka, the network or a stop are transient and retried.
 * Anything else is caused by the record itself, and would happen again each time it is read.
 */
public final class RecordFault {
    private RecordFault() {}

    /** Whether the failure, or its cause, lies in the record and not in its environment. */
    public static boolean isCausedByRecord(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KafkaException
                    || cause instanceof IOException
                    || cause instanceof TimeoutException
                    || cause instanceof InterruptedException
                    || cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError)) {
                return false;
            }
        }
        return true;
    }

    /** What the failure wraps; itself if it wraps nothing. */
    public static Throwable cause(Throwable failure) {
        return Optional.ofNullable(failure.getCause()).orElse(failure);
    }

    /** The kind of failure and its message, on one line: for the cause of a record in quarantine. */
    public static String describe(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null ? "" : ": " + shortened(message));
    }

    private static String shortened(String message) {
        return message.length() <= 200 ? message : message.substring(0, 200) + "…";
    }
}
