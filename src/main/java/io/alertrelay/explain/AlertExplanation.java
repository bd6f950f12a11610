package io.alertrelay.explain;

import io.alertrelay.alert.Alert;
import io.alertrelay.routing.Explanation;
import io.alertrelay.routing.Facts;
import java.util.Optional;

/**
 * Where one alert goes, and why.
 *
 * @param index of the alert in its webhook, from 0
 * @param alert as read; empty if only facts were given
 * @param facts the input of the rules: its event's title, description and labels
 */
public record AlertExplanation(int index, Optional<Alert> alert, Facts facts, Explanation explanation) {}
