/**
 * {@code relay journal}: what concerns all that a relay has stored, as a whole. Copies it to another Kafka, and raises
 * the number of partitions of the topic of webhooks; the latter by HTTP, too. Must not know other questions.
 */
@NullMarked
package io.alertrelay.journal;

import org.jspecify.annotations.NullMarked;
