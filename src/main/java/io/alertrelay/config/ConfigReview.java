package io.alertrelay.config;

import java.util.List;
import java.util.Map;

/**
 * The review of a valid configuration.
 *
 * @param warnings what is probably not meant as written, in the order of the files
 * @param examples how many examples the rules of each shared integration have
 * @param failed the examples that go to other channels than they say
 * @param passedOver the variables and files of secrets that are not here, and were not needed
 * @param places finds the lines of further warnings
 */
public record ConfigReview(
        RelayConfig config,
        List<ConfigWarning> warnings,
        Map<String, Integer> examples,
        List<ConfigProblem> failed,
        List<String> passedOver,
        WarningPlaces places) {
    public ConfigReview {
        warnings = List.copyOf(warnings);
        examples = Map.copyOf(examples);
        failed = List.copyOf(failed);
        passedOver = List.copyOf(passedOver);
    }
}
