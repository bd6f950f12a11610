/**
 * What happens to a webhook between the topics, without Kafka, HTTP or Camel: is it one, what alerts are in it, where
 * does each go, and what exactly is sent there.
 */
package io.alertrelay.pipeline;
