package io.alertrelay.explain;

import io.alertrelay.alert.Alert;
import io.alertrelay.routing.Explanation;
import io.alertrelay.routing.Facts;
import java.util.Optional;

/**
 * Where one alert goes, and why.
 *
 * @param index of the alert in its webhook, from 0
 * @param alert as it was read; empty if only facts were given
 * @param facts what the rules looked at: its event's title and description, and the labels of its event
 */
public record AlertExplanation(int index, Optional<Alert> alert, Facts facts, Explanation explanation) {}
