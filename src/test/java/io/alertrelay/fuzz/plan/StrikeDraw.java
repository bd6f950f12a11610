package io.alertrelay.fuzz.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Draws when what is killed. */
final class StrikeDraw {
    private final RandomGenerator random;

    StrikeDraw(RandomGenerator random) {
        this.random = random;
    }

    /** At least one; after the last one the relay runs with the rules of the next round. */
    List<Strike> strikes(RulePlan now, RulePlan next) {
        List<Strike> strikes = new ArrayList<>();
        RulePlan rules = now;
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            rules = left == 1 ? next : random.nextInt(3) == 0 ? new RuleDraw(random).plan() : rules;
            strikes.add(new Strike(
                    trigger(strikes.size()),
                    random.nextInt(6),
                    random.nextInt(4) > 0,
                    new Start(rules, new SurroundingsDraw(random).surroundings())));
        }
        return strikes;
    }

    private Trigger trigger(int earlier) {
        return switch (random.nextInt(earlier == 0 ? 3 : 4)) {
            case 0 -> new Trigger(Trigger.What.ACKS, 1 + random.nextInt(120) + earlier * 40);
            case 1 -> new Trigger(Trigger.What.PUSHES, 1 + random.nextInt(150) + earlier * 60);
            case 2 -> new Trigger(Trigger.What.MILLIS, random.nextInt(1500));
            default -> new Trigger(Trigger.What.STARTING_MILLIS, random.nextInt(5000));
        };
    }
}
