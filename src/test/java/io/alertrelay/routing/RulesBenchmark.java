package io.alertrelay.routing;

import io.alertrelay.alert.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * What an alert costs that matches the last of so many cases, each of which asks for an application of its own and for
 * a severity and an environment that all of them share. Run it with {@code src/test/bench/rules.sh}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RulesBenchmark {
    private static final double MOST = 1.5;

    /** How many cases there are. */
    @Param({"10", "10000"})
    public int cases;

    private RuleSet rules;
    private Facts facts;

    /** Compiles the rules. */
    @Setup
    public void compile() {
        rules = TestRules.compiled(TestRules.shared(
                IntStream.rangeClosed(1, cases)
                        .mapToObj(i -> TestRules.stop(
                                List.of(
                                        TestRules.in("labels.env", "prod"),
                                        TestRules.in("labels.app", "app-" + i),
                                        TestRules.in("severity", "Critical", "Warning")),
                                "infra"))
                        .toList(),
                "catch-all"));
        Map<String, String> labels = new HashMap<>();
        IntStream.range(0, 12).forEach(i -> labels.put("label-" + i, "value-" + i));
        labels.put("env", "prod");
        labels.put("app", "app-" + cases);
        facts = new Facts(Severity.CRITICAL, "CPU high", "cpu is at 93.5 %", Optional.of("6042"), labels);
    }

    /** One decision. */
    @Benchmark
    public Decision decide() {
        return rules.decide(facts);
    }

    /** Prints the ratio, and fails if it is over what is promised. */
    public static void main(String[] args) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(RulesBenchmark.class.getName())
                .forks(2)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(10)
                .measurementTime(TimeValue.seconds(1))
                .build();
        Map<String, Double> nanos = new HashMap<>();
        for (RunResult result : new Runner(options).run()) {
            // The median: a neighbour on the machine makes single iterations several times slower.
            nanos.put(
                    result.getParams().getParam("cases"),
                    result.getPrimaryResult().getStatistics().getPercentile(50));
        }
        double ratio = nanos.get("10000") / nanos.get("10");
        System.out.printf(
                "%n10 cases: %.0f ns, 10,000 cases: %.0f ns an alert; ratio %.2f (at most %.1f)%n",
                nanos.get("10"), nanos.get("10000"), ratio, MOST);
        System.exit(ratio <= MOST ? 0 : 1);
    }
}
