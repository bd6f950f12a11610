package io.alertrelay.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The medians and spreads of all runs, as a table in Markdown and as JSON, and whether the goals are met. */
final class FlowReport {
    private final List<FlowFigure> figures;

    FlowReport(List<FlowFigure> figures) {
        this.figures = List.copyOf(figures);
    }

    /**
     * A bound of what the relay shows, or of its ratio to what its parts show.
     *
     * @param ends how the figures that it is for end
     */
    private record Goal(String begins, String ends, boolean ratio, boolean atMost, double bound) {
        private boolean isFor(String what) {
            return what.startsWith(begins) && what.endsWith(ends);
        }

        private boolean isMet(double found) {
            return atMost ? found <= bound : found >= bound;
        }
    }

    private static final List<Goal> GOALS = List.of(
            new Goal("p99 at 1000 a second, three brokers", "", false, true, 100),
            new Goal("p50", " 20/s", true, true, 3),
            new Goal("p99", " 20/s", true, true, 3),
            new Goal("p50", " 200/s", true, true, 3),
            new Goal("p99", " 200/s", true, true, 3),
            new Goal("p99", " 1000/s, cold", false, true, 250),
            new Goal("p99", " 1000/s", false, true, 250),
            new Goal("p99", " 2000/s", false, true, 250),
            new Goal("CPU", " 1000/s", false, true, 0.4),
            new Goal(FlowFigure.FLAT_OUT, "", true, false, 0.4),
            new Goal(FlowFigure.SUSTAINED, "", true, false, 0.5),
            new Goal(FlowFigure.CHANNELS_P99, "", false, true, 2),
            new Goal(FlowFigure.CHANNELS_CPU, "", false, true, 1),
            new Goal("one of 8 channels", "", false, true, 1.2),
            new Goal(FlowFigure.READY_AGAIN, "", false, true, 6_000),
            new Goal(FlowFigure.READY, "", false, true, 4_000),
            new Goal("idle with 100 channels: %", "", false, true, 5),
            new Goal("idle with 8 channels: %", "", false, true, 2),
            new Goal("idle with 8 channels: threads", "", false, true, 100),
            new Goal("idle with 8 channels: MiB", "", false, true, 350),
            new Goal(FlowFigure.MISSING, "", false, true, 0));

    /** Whether all goals are met of which there are figures. */
    boolean isMet() {
        return names().stream()
                .allMatch(name -> goal(name).filter(goal -> !isMet(name, goal)).isEmpty());
    }

    /** The table: a line a figure, first the parts and the relay, at the end who else took part. */
    String text() {
        StringBuilder table = new StringBuilder("\n| | parts: median (least to most) | relay | ratio | goal | |");
        others().forEach(other -> table.append(" ").append(other).append(" |"));
        table.append("\n|---|---|---|---|---|---|").append("---|".repeat(others().size()));
        for (String name : names()) {
            // What only others were measured by is no goal of the relay's.
            Optional<Goal> goal = goal(name).filter(of -> median("relay", name).isPresent());
            table.append("\n| %s | %s | %s | %s | %s | %s |"
                    .formatted(
                            name,
                            spread("parts", name),
                            spread("relay", name),
                            ratio(name).map(FlowReport::number).orElse(""),
                            goal.map(FlowReport::text).orElse(""),
                            // Without the parts nothing is known of a ratio.
                            goal.filter(of -> !of.ratio() || ratio(name).isPresent())
                                    .map(of -> isMet(name, of) ? "met" : "**missed**")
                                    .orElse("")));
            others().forEach(other ->
                    table.append(" ").append(spread(other, name)).append(" |"));
        }
        return table.append("\n").toString();
    }

    private List<String> others() {
        return figures.stream()
                .map(FlowFigure::contender)
                .filter(name -> !name.equals("parts") && !name.equals("relay"))
                .distinct()
                .toList();
    }

    /** Writes all of it, each figure of each run too. */
    void write(Path file) throws IOException {
        ObjectNode root = new ObjectMapper().createObjectNode();
        for (String name : names()) {
            ObjectNode node = root.putObject(name);
            figures.stream()
                    .filter(figure -> figure.what().equals(name))
                    .forEach(figure -> node.withArray(figure.contender()).add(figure.value()));
            ratio(name).ifPresent(ratio -> node.put("ratio", ratio));
            goal(name).ifPresent(goal -> node.put("goal", text(goal)).put("met", isMet(name, goal)));
        }
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }

    /** As they were measured. */
    private List<String> names() {
        return figures.stream().map(FlowFigure::what).distinct().toList();
    }

    private static Optional<Goal> goal(String name) {
        return GOALS.stream().filter(goal -> goal.isFor(name)).findFirst();
    }

    /** What there is no figure of is not missed. */
    private boolean isMet(String name, Goal goal) {
        Optional<Double> found = goal.ratio() ? ratio(name) : median("relay", name);
        return found.map(goal::isMet).orElse(true);
    }

    private Optional<Double> ratio(String name) {
        return median("parts", name).flatMap(parts -> median("relay", name).map(relay -> relay / parts));
    }

    private Optional<Double> median(String contender, String name) {
        List<Double> all = values(contender, name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() / 2));
    }

    private String spread(String contender, String name) {
        List<Double> all = values(contender, name);
        return median(contender, name)
                .map(median -> number(median)
                        + (all.size() == 1
                                ? ""
                                : " (" + number(all.get(0)) + " to " + number(all.get(all.size() - 1)) + ")"))
                .orElse("");
    }

    private List<Double> values(String contender, String name) {
        return figures.stream()
                .filter(figure ->
                        figure.contender().equals(contender) && figure.what().equals(name))
                .map(FlowFigure::value)
                .sorted()
                .toList();
    }

    private static String text(Goal goal) {
        return (goal.ratio() ? "ratio " : "") + (goal.atMost() ? "at most " : "at least ") + number(goal.bound());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
