package io.alertrelay.find;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How a search ended.
 *
 * @param found how many alerts
 * @param searched records of {@code total}
 * @param unknown refused posts with a known key in the period, whose bodies are not kept: they may have matched
 * @param next where another search can continue, if this one had found enough; empty if everything was searched
 */
public record SearchEnd(
        int found,
        long searched,
        @JsonProperty("of") long total,

        @JsonProperty("refused_unread") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long unknown,

        Optional<String> next) {
    /** The same with the number of refused posts. */
    SearchEnd with(long refused) {
        return new SearchEnd(found, searched, total, refused, next);
    }
}
