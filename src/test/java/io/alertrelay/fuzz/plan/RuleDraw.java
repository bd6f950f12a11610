package io.alertrelay.fuzz.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Draws rules, with fan-out. */
final class RuleDraw {
    private static final List<String> TEAMS = Names.TEAMS.subList(0, Names.TEAMS.size() - 1);
    private static final List<String> SEVERITIES = List.of("Critical", "Warning", "Info");

    private final RandomGenerator random;

    RuleDraw(RandomGenerator random) {
        this.random = random;
    }

    RulePlan plan() {
        Map<String, PlannedRules> rules = new HashMap<>();
        Names.SHARED.forEach(integration -> rules.put(integration, shared()));
        rules.put(Names.DEDICATED, new PlannedRules(List.of(), new TreeSet<>(Set.of(Names.DEDICATED_CHANNEL))));
        return new RulePlan(rules);
    }

    private PlannedRules shared() {
        List<RuleCase> cases = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            cases.add(new RuleCase(
                    random.nextInt(4) == 0 ? new TreeSet<>() : some(TEAMS, 2),
                    random.nextInt(2) == 0 ? new TreeSet<>() : some(SEVERITIES, 2),
                    some(Names.CHANNELS, 2),
                    random.nextBoolean()));
        }
        return new PlannedRules(cases, some(Names.CHANNELS, 2));
    }

    private SortedSet<String> some(Collection<String> all, int most) {
        List<String> left = new ArrayList<>(all);
        SortedSet<String> taken = new TreeSet<>();
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            taken.add(left.remove(random.nextInt(left.size())));
        }
        return taken;
    }
}
