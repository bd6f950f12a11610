package io.alertrelay.rulesets;

import io.alertrelay.record.KeptRuleSet;
import java.time.Instant;
import java.util.Optional;

/**
 * A version of rules that were in use, without the rules.
 *
 * @param integration the first one that used them
 * @param cases how many a shared integration had; empty for a dedicated one
 * @param channel that of a dedicated integration; empty for a shared one
 */
public record KeptVersion(
        String version, String integration, Instant firstUsedAt, Optional<Integer> cases, Optional<String> channel) {
    /** That of these rules. */
    static KeptVersion of(KeptRuleSet kept) {
        return new KeptVersion(
                kept.version(),
                kept.integration(),
                kept.firstUsedAt(),
                kept.routes().map(rules -> rules.cases().size()),
                kept.channel());
    }
}
