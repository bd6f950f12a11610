package io.alertrelay.explain;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.alertrelay.json.Json;

/** What other rules would have done, as JSON, for programs; docs/routing.md has its form. */
public record WhatIfJson(
        String integration,
        String rulesBefore,
        String rulesAfter,
        @JsonUnwrapped WhatIfResult result) {
    /**
     * As an object.
     *
     * @param before the version of the current rules
     * @param after the version of the others
     */
    public static ObjectNode of(String integration, String before, String after, WhatIfResult result) {
        return Json.of(new WhatIfJson(integration, before, after, result));
    }
}
