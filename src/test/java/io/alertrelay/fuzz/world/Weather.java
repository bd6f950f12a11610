package io.alertrelay.fuzz.world;

import io.alertrelay.fuzz.plan.AlertVersion;
import io.alertrelay.fuzz.plan.Names;
import io.alertrelay.fuzz.plan.PlannedFault;
import io.alertrelay.fuzz.plan.Spell;
import io.alertrelay.sandbox.Fault;
import io.alertrelay.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the sandbox misbehave as planned, and remembers which request met what. */
public final class Weather {
    private static final Fault POISON = new Fault.Status(400, "InvalidParameter", "description is not a valid one");

    private final Sandbox sandbox;
    private final Map<Long, PlannedFault> met = new ConcurrentHashMap<>();

    /** Poisonous alerts are refused from now on, whatever the weather. */
    public Weather(Sandbox sandbox) {
        this.sandbox = sandbox;
        heal();
    }

    /** From now on each channel goes through its spells, counted in requests. */
    public void begin(Map<String, List<Spell>> spells) {
        spells.forEach((channel, list) -> {
            Forecast forecast = new Forecast(list);
            for (int i = 0; i < list.size(); i++) {
                int spell = i;
                PlannedFault kind = list.get(i).fault();
                sandbox.faultWhen(
                        Names.pushKey(channel),
                        request -> {
                            boolean hit = forecast.of(request.sequence()) == spell;
                            if (hit) {
                                met.put(request.sequence(), kind);
                            }
                            return hit;
                        },
                        kind.fault());
            }
        });
    }

    /** Fair for everybody but the poisonous. */
    public void heal() {
        for (String channel : Names.all()) {
            sandbox.heal(Names.pushKey(channel));
            sandbox.faultWhen(
                    Names.pushKey(channel),
                    request -> request.alertKey()
                            .filter(key -> key.contains(":" + AlertVersion.POISON))
                            .isPresent(),
                    POISON);
        }
    }

    /** What the requests met, by their sequence in the sandbox. */
    public Map<Long, PlannedFault> met() {
        return Map.copyOf(met);
    }

    /** Which spell a channel is in; each request counts once, however often it is asked about. */
    private static final class Forecast {
        private final List<Spell> spells;
        private int spell;
        private int requests;
        private long lastSequence = -1;
        private int lastAnswer = -1;

        Forecast(List<Spell> spells) {
            this.spells = spells;
        }

        synchronized int of(long sequence) {
            if (sequence != lastSequence) {
                lastSequence = sequence;
                lastAnswer = next();
            }
            return lastAnswer;
        }

        private int next() {
            if (spell >= spells.size()) {
                return -1;
            }
            requests++;
            Spell now = spells.get(spell);
            if (requests <= now.clear()) {
                return -1;
            }
            int answer = spell;
            if (requests == now.clear() + now.times()) {
                spell++;
                requests = 0;
            }
            return answer;
        }
    }
}
