package io.alertrelay.app;

import io.alertrelay.pipeline.AlertExplanation;
import java.util.Optional;

/**
 * One alert of a body in quarantine, as a retry sees it.
 *
 * @param explanation where it would go, by the rules as they are now
 * @param newer the receipt of a webhook that tells a later state of the same alert; empty if none does, or if that is
 *     not known any more
 * @param left whether it is left out for that
 */
public record RetryAlert(AlertExplanation explanation, Optional<String> newer, boolean left) {}
