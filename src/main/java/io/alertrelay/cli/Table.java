package io.alertrelay.cli;

import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * A table for a terminal, whose columns are as wide as their content; Chinese characters count as two. Picocli's
 * columns have a fixed width, break what is longer, and are padded by characters: after Chinese ones they are not
 * aligned.
 */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private Set<Integer> numbers = Set.of();
    private UnaryOperator<String> colour = UnaryOperator.identity();
    private int coloured = -1;

    /** Begins with this row of headings. */
    public Table(String... head) {
        rows.add(List.of(head));
    }

    /** Aligns these columns to the right, for numbers. */
    public Table numbers(Integer... columns) {
        numbers = Set.of(columns);
        return this;
    }

    /** Colours the column, except its heading. */
    public Table coloured(int column, UnaryOperator<String> by) {
        coloured = column;
        colour = by;
        return this;
    }

    /** @param cells without control characters and colours, as many as the head has */
    public void row(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /**
     * Prints it.
     *
     * @param below prints what follows the row with that number, from 0
     */
    public void print(Colours colours, PrintWriter out, IntConsumer below) {
        List<String> lines = lines();
        out.println(colours.faint(lines.get(0)));
        for (int i = 1; i < lines.size(); i++) {
            out.println(lines.get(i));
            below.accept(i - 1);
        }
    }

    /** The lines, the heading first. */
    public List<String> lines() {
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

    private String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String blanks = " ".repeat(widths.get(i) - TextWidth.of(row.get(i)));
            // Coloured after it was measured, because the escape codes take no columns.
            String text = i == coloured && row != rows.get(0) ? colour.apply(row.get(i)) : row.get(i);
            line.append(numbers.contains(i) ? blanks + text : text + blanks).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
