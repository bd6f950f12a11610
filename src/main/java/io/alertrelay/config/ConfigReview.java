package io.alertrelay.config;

import java.util.List;
import java.util.Map;

/**
 * A valid configuration, looked at.
 *
 * @param warnings what is probably not meant so, in the order of the files
 * @param examples how many examples stand beside the rules of each shared integration
 * @param failed the examples that go to other channels than they say
 * @param places where in the files further warnings belong
 */
public record ConfigReview(
        RelayConfig config,
        List<ConfigWarning> warnings,
        Map<String, Integer> examples,
        List<ConfigProblem> failed,
        WarningPlaces places) {
    public ConfigReview {
        warnings = List.copyOf(warnings);
        examples = Map.copyOf(examples);
        failed = List.copyOf(failed);
    }
}
