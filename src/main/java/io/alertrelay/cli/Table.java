package io.alertrelay.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A table for a terminal, whose columns are as wide as what is in them; Chinese characters count as two. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(List.of(head));
    }

    /** @param cells without control characters and colours, as many as the head has */
    void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /**
     * Prints it.
     *
     * @param below prints what belongs below the row of that number, from 0
     */
    void print(Colours colours, PrintWriter out, IntConsumer below) {
        List<String> lines = lines();
        out.println(colours.faint(lines.get(0)));
        for (int i = 1; i < lines.size(); i++) {
            out.println(lines.get(i));
            below.accept(i - 1);
        }
    }

    /** The lines, the head first. */
    List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int at = column;
            widths.add(rows.stream()
                    .mapToInt(row -> TextWidth.of(row.get(at)))
                    .max()
                    .orElse(0));
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(TextWidth.pad(row.get(i), widths.get(i))).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
