/**
 * All that a relay has stored, as a whole: copied to another Kafka, and the partitions of webhooks raised; {@code relay
 * journal} and the resource. Must not know other questions.
 */
@NullMarked
package io.alertrelay.journal;

import org.jspecify.annotations.NullMarked;
