package io.alertrelay.cli;

import java.util.ArrayList;
import java.util.List;

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
