package io.alertrelay.kafka;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Why a record could not be written, and what to do about it, for the operator. */
final class WriteFault {
    /** The fault of a topic that is missing, or that the client does not know. */
    static final String MISSING = "it is missing; the relay creates it again if it may, and that of a channel only"
            + " while the channel is configured";

    private WriteFault() {}

    static String describe(Throwable failure) {
        if (failure instanceof AuthorizationException) {
            return "the relay may not write it (" + failure.getMessage()
                    + "); give its user the rights Describe, Read and Write, what is due is kept and written then";
        }
        if (failure instanceof RecordTooLargeException) {
            return "a record is larger than it takes (" + failure.getMessage()
                    + "); set its max.message.bytes to at least " + MessageSize.MAX_BYTES;
        }
        if (failure instanceof NotEnoughReplicasException || failure instanceof NotEnoughReplicasAfterAppendException) {
            return "too few of its replicas are in sync; bring the brokers back that have them";
        }
        if (isMissing(failure) || isMissing(RecordFault.cause(failure))) {
            return MISSING;
        }
        return "it can't be written: " + RecordFault.describe(failure);
    }

    /** A client that waited in vain for the topic says so in the cause. */
    private static boolean isMissing(Throwable failure) {
        return failure instanceof UnknownTopicOrPartitionException || failure instanceof InvalidTopicException;
    }
}
