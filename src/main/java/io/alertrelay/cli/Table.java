package io.alertrelay.cli;

import io.alertrelay.text.TextWidth;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

/**
 * A table for a terminal, whose columns are as wide as what is in them; Chinese characters count as two. Picocli's has
 * columns of a width that is given, breaks what is longer, and pads by characters: behind Chinese ones it is crooked.
 */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();
    private Set<Integer> numbers = Set.of();
    private UnaryOperator<String> colour = UnaryOperator.identity();
    private int coloured = -1;

    public Table(String... head) {
        rows.add(List.of(head));
    }

    /** These columns have numbers, which end below one another. */
    public Table numbers(Integer... columns) {
        numbers = Set.of(columns);
        return this;
    }

    /** The column has a colour; not in the head. */
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
     * @param below prints what belongs below the row of that number, from 0
     */
    public void print(Colours colours, PrintWriter out, IntConsumer below) {
        List<String> lines = lines();
        out.println(colours.faint(lines.get(0)));
        for (int i = 1; i < lines.size(); i++) {
            out.println(lines.get(i));
            below.accept(i - 1);
        }
    }

    /** The lines, the head first. */
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
            // Coloured after it was measured: the codes take no columns.
            String text = i == coloured && row != rows.get(0) ? colour.apply(row.get(i)) : row.get(i);
            line.append(numbers.contains(i) ? blanks + text : text + blanks).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
