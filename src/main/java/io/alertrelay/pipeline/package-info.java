/**
 * The processing of a webhook between the topics: whether it can be read, which alerts are in it, where each goes, and
 * what exactly is sent there. Must not know Kafka, HTTP or Camel.
 */
@NullMarked
package io.alertrelay.pipeline;

import org.jspecify.annotations.NullMarked;
