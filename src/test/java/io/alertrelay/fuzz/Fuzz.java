package io.alertrelay.fuzz;

import io.alertrelay.fuzz.check.Checker;
import io.alertrelay.fuzz.check.Checker.Verdict;
import io.alertrelay.fuzz.check.RoundTally;
import io.alertrelay.fuzz.check.Story;
import io.alertrelay.fuzz.check.Violation;
import io.alertrelay.fuzz.history.History;
import io.alertrelay.fuzz.history.JournalReader;
import io.alertrelay.fuzz.plan.RoundPlan;
import io.alertrelay.fuzz.plan.RoundPlanner;
import io.alertrelay.fuzz.world.Audit;
import io.alertrelay.fuzz.world.Weather;
import io.alertrelay.fuzz.world.World;
import io.alertrelay.fuzz.world.WorldException;
import io.alertrelay.sandbox.Sandbox;
import io.alertrelay.sandbox.SandboxException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs rounds, one after the other on the same data, until one breaks a rule. */
final class Fuzz {
    private static final int SHOWN = 20;
    private static final int STORIES = 3;

    private final Settings settings;
    private final Checker checker;
    private final PrintStream out;
    /** What was in a topic that was deleted is unaccounted for ever: from then on the audit has no more to say. */
    private boolean audited;

    /** Whether there is no relay any more to go on with. */
    private boolean over;

    private RoundTally total = RoundTally.NONE;

    Fuzz(Settings settings, PrintStream out) {
        this.settings = settings;
        this.audited = settings.audit();
        this.checker =
                Checker.without(settings.without(), settings.inFlight(), settings.cluster() ? settings.inFlight() : 0);
        this.out = out;
    }

    /** What was found; nothing if all is well. */
    List<Violation> run() throws IOException, InterruptedException, SandboxException {
        Path journal = settings.folder().resolve("sandbox.jsonl");
        Vertx vertx = Vertx.vertx();
        Clock clock = Clock.systemUTC();
        try (Sandbox sandbox = Sandbox.start(vertx, 0, clock, Optional.of(journal));
                JournalReader reader = new JournalReader(journal);
                World world = settings.world(sandbox.port())) {
            world.lacks().forEach(out::println);
            return rounds(sandbox, reader, world);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The sum over all rounds so far. */
    RoundTally total() {
        return total;
    }

    private List<Violation> rounds(Sandbox sandbox, JournalReader reader, World world)
            throws IOException, InterruptedException {
        RoundPlanner planner = new RoundPlanner(settings.seed(), settings.cluster());
        Weather weather = new Weather(sandbox);
        Instant end = Instant.now().plus(settings.atMost());
        List<Violation> found = new ArrayList<>();
        int last = settings.firstRound() + settings.rounds() - 1;
        for (int n = settings.firstRound(); n <= last && !over && Instant.now().isBefore(end); n++) {
            List<Violation> violations = round(
                    planner.round(n).sparing(settings.spare()),
                    sandbox,
                    weather,
                    reader,
                    world,
                    n == settings.firstRound());
            found.addAll(violations);
            if (!violations.isEmpty() && !settings.keepGoing()) {
                break;
            }
        }
        return found;
    }

    private List<Violation> round(
            RoundPlan plan, Sandbox sandbox, Weather weather, JournalReader reader, World world, boolean first)
            throws IOException, InterruptedException {
        Instant began = Instant.now();
        try {
            if (first) {
                world.begin(plan.start());
            }
            History history = new Round(plan, world, sandbox, weather, reader).play();
            Verdict verdict = checker.judge(history);
            total = total.plus(verdict.tally());
            List<Violation> violations = new ArrayList<>(verdict.violations());
            audited &= history.losses().isEmpty();
            if (audited) {
                new Audit(world).complaint().ifPresent(what -> violations.add(new Violation("audit", "", what)));
            }
            out.printf(
                    "round %d (seed %d): %s, %.1f s: %s%n",
                    plan.round(),
                    plan.seed(),
                    verdict.tally(),
                    Duration.between(began, Instant.now()).toMillis() / 1000.0,
                    violations.isEmpty() ? "ok" : violations.size() + " VIOLATIONS");
            explain(plan, violations, history);
            return violations;
        } catch (WorldException e) {
            over = true;
            Violation violation = new Violation("liveness", "", e.getMessage());
            out.println("round " + plan.round() + " (seed " + plan.seed() + "): " + violation);
            troubles(plan);
            return List.of(violation);
        }
    }

    private void troubles(RoundPlan plan) {
        out.println("  strikes: " + plan.strikes());
        out.println("  disturbances: " + plan.disturbances());
    }

    private void explain(RoundPlan plan, List<Violation> violations, History history) {
        if (violations.isEmpty()) {
            return;
        }
        out.println("  again: src/test/fuzz/crash-fuzz.sh --seed " + plan.seed() + " --round " + plan.round()
                + (settings.cluster() ? " --cluster" : ""));
        troubles(plan);
        violations.stream().limit(SHOWN).forEach(violation -> out.println("  " + violation));
        if (violations.size() > SHOWN) {
            out.println("  and " + (violations.size() - SHOWN) + " more");
        }
        Set<String> alerts = new LinkedHashSet<>();
        violations.stream()
                .map(Violation::alertKey)
                .filter(key -> !key.isEmpty())
                .forEach(alerts::add);
        alerts.stream().limit(STORIES).forEach(key -> {
            out.println("  history of " + key);
            Story.of(key, history).forEach(line -> out.println("    " + line));
        });
    }
}
