package io.alertrelay.routing;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The size of an expression after RE2 has expanded its repetitions: {@code (a{100}){100}} is 10,000 steps in 14
 * characters. RE2/J limits one repetition to 1,000 but not nested ones, so an expression could exhaust the memory. An
 * estimate: malformed expressions are left to RE2 to refuse.
 *
 * @param steps at least 1
 * @param depth how deep groups are nested
 */
record ExpressionSize(long steps, int depth) {
    private static final long ENOUGH = 1L << 40;

    static ExpressionSize of(String expression) {
        return new Scan(expression).size();
    }

    private static final class Scan {
        private final String text;
        private final Deque<Long> outer = new ArrayDeque<>();
        private int at;
        private long before;
        private long last = 1;
        private int deepest;

        Scan(String text) {
            this.text = text;
        }

        ExpressionSize size() {
            while (at < text.length()) {
                next(text.charAt(at));
            }
            while (!outer.isEmpty()) {
                close();
            }
            return new ExpressionSize(sum(), deepest);
        }

        private void next(char c) {
            switch (c) {
                case '\\' -> atom(escapeEnd());
                case '[' -> atom(classEnd());
                case '(' -> open();
                case ')' -> {
                    close();
                    at++;
                }
                case '{' -> repeat();
                default -> atom(at + 1);
            }
        }

        private void atom(int end) {
            before = sum();
            last = 1;
            at = end;
        }

        private void open() {
            outer.push(sum());
            deepest = Math.max(deepest, outer.size());
            before = 0;
            last = 1;
            at++;
        }

        private void close() {
            long group = sum();
            before = outer.isEmpty() ? 0 : outer.pop();
            last = group;
        }

        private void repeat() {
            int end = text.indexOf('}', at);
            long times = end < 0 ? 0 : largest(text.substring(at + 1, end));
            if (times == 0) {
                atom(at + 1);
                return;
            }
            last = Math.min(ENOUGH, last * times);
            at = end + 1;
        }

        private long sum() {
            return Math.min(ENOUGH, before + last);
        }

        /** The larger count of {@code n}, {@code n,} or {@code n,m}; 0 if it is not a repetition. */
        private static long largest(String counts) {
            if (!counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
                return 0;
            }
            String[] parts = counts.split(",");
            return Math.max(1, Math.max(Long.parseLong(parts[0]), Long.parseLong(parts[parts.length - 1])));
        }

        private int escapeEnd() {
            if (text.startsWith("\\Q", at)) {
                int end = text.indexOf("\\E", at);
                return end < 0 ? text.length() : end + 2;
            }
            boolean braced = text.startsWith("\\p{", at) || text.startsWith("\\P{", at) || text.startsWith("\\x{", at);
            int brace = braced ? text.indexOf('}', at) : -1;
            return brace < 0 ? Math.min(at + 2, text.length()) : brace + 1;
        }

        /**
         * A {@code ]} at the beginning is a member; an escaped one and one in {@code [:alpha:]} do not end the class.
         */
        private int classEnd() {
            int i = text.startsWith("[^", at) ? at + 2 : at + 1;
            i = text.startsWith("]", i) ? i + 1 : i;
            while (i < text.length() && text.charAt(i) != ']') {
                int named = text.startsWith("[:", i) ? text.indexOf(":]", i) : -1;
                i = named >= 0 ? named + 2 : text.charAt(i) == '\\' ? i + 2 : i + 1;
            }
            return Math.min(i + 1, text.length());
        }
    }
}
