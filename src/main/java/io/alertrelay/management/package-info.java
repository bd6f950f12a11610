/**
 * The management port: health, metrics, the console's files and events, and the framework of the API. The answers are
 * made elsewhere. Must not know Kafka, Camel or alerts. How to add a page to the console: {@code console/lib.js}.
 */
@NullMarked
package io.alertrelay.management;

import org.jspecify.annotations.NullMarked;
