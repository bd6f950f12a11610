/**
 * OpenTelemetry spans of what happens to alerts, for those who want them. Knows of the rest only what can be listened
 * to: the intake, and how deliveries end.
 */
package io.alertrelay.tracing;
