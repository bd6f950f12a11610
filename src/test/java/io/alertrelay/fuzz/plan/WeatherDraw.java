package io.alertrelay.fuzz.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Draws the faults of each channel; few enough that the waits that follow them don't make a round long. */
final class WeatherDraw {
    private final RandomGenerator random;

    WeatherDraw(RandomGenerator random) {
        this.random = random;
    }

    Map<String, List<Spell>> weather() {
        Map<String, List<Spell>> weather = new HashMap<>();
        Names.all().forEach(channel -> weather.put(channel, spells()));
        return weather;
    }

    private List<Spell> spells() {
        List<Spell> spells = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            PlannedFault kind = PlannedFault.values()[random.nextInt(PlannedFault.values().length)];
            spells.add(new Spell(random.nextInt(30), kind, 1 + random.nextInt(3)));
        }
        return spells;
    }
}
