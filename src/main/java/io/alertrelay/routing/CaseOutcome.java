package io.alertrelay.routing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The result of one case for one alert. */
@JsonPropertyOrder("outcome")
public sealed interface CaseOutcome {
    /** Its name, for programs. */
    @JsonProperty("outcome")
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * All its conditions held.
     *
     * @param channels the channels it added; empty if a {@code name_mapping} found no channel of that name
     * @param mapping how a {@code name_mapping} case found them
     * @param stops whether it ended the evaluation
     */
    @JsonPropertyOrder({"outcome", "channels", "stops", "mapping"})
    record Matched(List<String> channels, Optional<Mapping> mapping, boolean stops) implements CaseOutcome {
        public Matched {
            channels = List.copyOf(channels);
        }
    }

    /**
     * A condition did not hold: the first one in the order of the rules.
     *
     * @param index of the condition in the case's {@code if}, from 0
     * @param key what it looks at
     * @param oper {@code IN} or {@code NOTIN}
     * @param value the alert's value of the key; empty if it does not have the key
     * @param vals what it was compared with, as written
     */
    @JsonIncludeProperties({"outcome", "condition"})
    record Unmatched(int index, String key, String oper, Optional<String> value, List<String> vals)
            implements CaseOutcome {
        public Unmatched {
            vals = List.copyOf(vals);
        }

        @JsonProperty
        private UnmetCondition condition() {
            return new UnmetCondition(index, key, oper, value, vals);
        }

        private record UnmetCondition(
                int index,
                String key,
                String oper,
                @JsonInclude Optional<String> value,
                List<String> vals) {}
    }

    /** It failed during evaluation: it counts as not matched, and the default is used as well. */
    record Failed(String reason) implements CaseOutcome {}

    /** It was not evaluated, because an earlier case, counted from 1, ended the evaluation. */
    record NotReached(int stoppedBy) implements CaseOutcome {
        @Override
        public String word() {
            return "not_reached";
        }
    }

    /**
     * A label whose value is a channel's name.
     *
     * @param label its bare name
     * @param value the alert's value; empty if it does not have the label
     */
    record Mapping(String label, @JsonInclude Optional<String> value) {}
}
