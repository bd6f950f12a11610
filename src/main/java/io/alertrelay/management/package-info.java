/**
 * The management port: health, metrics, the page, and the frame of the API. What it answers is made elsewhere. Knows nothing
 * of Kafka, Camel or alerts.
 */
package io.alertrelay.management;
