/**
 * The management port: health, metrics, the console's files and events, and the frame of the API. What it answers is
 * made elsewhere. Knows nothing of Kafka, Camel or alerts. How to add a page of the console: {@code console/lib.js}.
 */
package io.alertrelay.management;
