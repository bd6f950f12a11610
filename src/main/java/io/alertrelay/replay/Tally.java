package io.alertrelay.replay;

import java.util.ArrayList;
import java.util.List;

/** A count with the first few examples, as text. */
public record Tally(long count, List<String> examples) {
    static final Tally NONE = new Tally(0, List.of());
    private static final int EXAMPLES = 5;

    public Tally {
        examples = List.copyOf(examples);
    }

    Tally plus(String example) {
        if (examples.size() >= EXAMPLES) {
            return new Tally(count + 1, examples);
        }
        List<String> more = new ArrayList<>(examples);
        more.add(example);
        return new Tally(count + 1, more);
    }
}
