/**
 * Dead letters and quarantine: one list, show and discard for both, and what may be tried again. Knows of the rooms {@code
 * explain}, which says where a body would go now, and {@code replay}, which sends dead letters again.
 */
package io.alertrelay.repair;
