package io.alertrelay.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The medians of all runs as a table in Markdown, with what the relay takes of each for what its parts take. */
final class FlowTable {
    private FlowTable() {}

    /** What one run of one contender showed at one rate. */
    record Row(String contender, int rate, double p50, double p99, double cpu) {}

    static String of(List<Integer> rates, List<Row> rows) {
        StringBuilder table = new StringBuilder("""

                | alerts/s | p50, parts | p50, relay | ratio | p99, parts | p99, relay | ratio | CPU an alert, parts | relay | ratio |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        for (int rate : rates) {
            table.append("| ").append(rate).append(" |");
            pair(table, rows, rate, Row::p50, "%.1f ms");
            pair(table, rows, rate, Row::p99, "%.1f ms");
            pair(table, rows, rate, Row::cpu, "%.2f ms");
            table.append('\n');
        }
        return table.toString();
    }

    private static void pair(
            StringBuilder table, List<Row> rows, int rate, ToDoubleFunction<Row> figure, String format) {
        double parts = median(rows, "parts", rate, figure);
        double relay = median(rows, "relay", rate, figure);
        table.append(" " + format.formatted(parts) + " | " + format.formatted(relay) + " | ")
                .append("%.1f |".formatted(relay / parts));
    }

    private static double median(List<Row> rows, String contender, int rate, ToDoubleFunction<Row> figure) {
        double[] all = rows.stream()
                .filter(row -> row.contender().equals(contender) && row.rate() == rate)
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return all[all.length / 2];
    }
}
