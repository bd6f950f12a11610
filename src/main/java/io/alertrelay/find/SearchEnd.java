package io.alertrelay.find;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How a search ended.
 *
 * @param found alerts
 * @param searched records of {@code total}
 * @param unknown posts with a known key that were refused in the time that was asked for, and whose bodies are not
 *     kept: they may have been what is looked for
 * @param next where another search goes on, if this one had found enough; empty if it has looked at everything
 */
public record SearchEnd(
        int found,
        long searched,
        @JsonProperty("of") long total,

        @JsonProperty("refused_unread") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long unknown,

        Optional<String> next) {
    /** The same with how many were refused. */
    SearchEnd with(long refused) {
        return new SearchEnd(found, searched, total, refused, next);
    }
}
