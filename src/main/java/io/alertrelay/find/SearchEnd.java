package io.alertrelay.find;

import java.util.Optional;

/**
 * How a search ended.
 *
 * @param found alerts
 * @param searched records of {@code total}
 * @param next where another search goes on, if this one had found enough; empty if it has looked at everything
 */
public record SearchEnd(int found, long searched, long total, Optional<String> next) {}
