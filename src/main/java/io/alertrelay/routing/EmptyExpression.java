package io.alertrelay.routing;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Whether no text at all fits an expression, because its assertions contradict what stands around them: {@code $a},
 * {@code a^}, {@code a\bb}. Walks the outline of the expression, knowing of a character only whether it is of a word.
 * The outline takes more texts than the expression, so "empty" is certain; "not empty" is not.
 */
final class EmptyExpression {
    private static final int BEFORE = 3;
    private static final int AFTER = 8;

    private final ExpressionOutline outline;
    private final BitSet seen = new BitSet();
    private final Deque<int[]> open = new ArrayDeque<>();

    private EmptyExpression(ExpressionOutline outline) {
        this.outline = outline;
    }

    /** @param expression one that RE2 takes */
    static boolean isEmpty(String expression) {
        return ExpressionOutline.of(expression)
                .map(outline -> new EmptyExpression(outline).isEmpty())
                .orElse(false);
    }

    private boolean isEmpty() {
        for (int before = 0; before < BEFORE; before++) {
            visit(outline.start(), before, ExpressionOutline.ANYTHING);
        }
        while (!open.isEmpty()) {
            int[] state = open.pop();
            if (state[0] == outline.end()) {
                return false;
            }
            step(state[0], state[1], state[2]);
        }
        return true;
    }

    /** @param after what may come next, as the assertions passed since the last character allow */
    private void visit(int node, int before, int after) {
        int state = (node * BEFORE + before) * AFTER + after;
        if (node >= 0 && after != 0 && !seen.get(state)) {
            seen.set(state);
            open.push(new int[] {node, before, after});
        }
    }

    private void step(int node, int before, int after) {
        int argument = outline.argument(node);
        switch (outline.kind(node)) {
            case CHARACTER -> {
                if ((argument & after & ExpressionOutline.WORD) != 0) {
                    visit(outline.next(node), 1, ExpressionOutline.ANYTHING);
                }
                if ((argument & after & ExpressionOutline.OTHER) != 0) {
                    visit(outline.next(node), 2, ExpressionOutline.ANYTHING);
                }
            }
            case EITHER -> {
                visit(outline.next(node), before, after);
                visit(argument, before, after);
            }
            case BEGIN -> visit(before == 0 ? outline.next(node) : -1, before, after);
            case END -> visit(outline.next(node), before, after & ExpressionOutline.NOTHING);
            case BOUNDARY -> visit(outline.next(node), before, after & beyond(before));
            case NO_BOUNDARY -> visit(outline.next(node), before, after & ~beyond(before));
        }
    }

    /** What must come next for a word to begin or end here. */
    private static int beyond(int before) {
        return before == 1 ? ExpressionOutline.NOTHING | ExpressionOutline.OTHER : ExpressionOutline.WORD;
    }
}
