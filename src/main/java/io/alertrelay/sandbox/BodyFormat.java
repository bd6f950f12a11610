package io.alertrelay.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

/** The shape of body that a push URL expects. */
@FunctionalInterface
interface BodyFormat {
    PushedBody read(JsonNode root);
}
