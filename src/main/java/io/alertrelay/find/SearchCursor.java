package io.alertrelay.find;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a search went, so that the next one can continue: before which record of each partition, and after which
 * alert of that record. No place of a record, but one bound for each partition of several topics. Written
 * {@code w0-1042-3_q0-17-0}.
 *
 * @param before by partition of a topic, such as {@code w0}
 */
record SearchCursor(Map<String, Before> before) {
    private static final Pattern FORM =
            Pattern.compile("([wqr]\\d{1,9}-\\d{1,18}-\\d{1,9})(_[wqr]\\d{1,9}-\\d{1,18}-\\d{1,9})*");

    /**
     * Before a record, or within it.
     *
     * @param offset all records before it are still to be searched
     * @param alerts how many alerts of the record at {@code offset} are done; 0 if that record is not to be searched
     */
    record Before(long offset, int alerts) {}

    SearchCursor {
        before = Map.copyOf(before);
    }

    static Optional<SearchCursor> of(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        Map<String, Before> before = new TreeMap<>();
        for (String part : text.split("_")) {
            String[] numbers = part.split("-");
            before.put(numbers[0], new Before(Long.parseLong(numbers[1]), Integer.parseInt(numbers[2])));
        }
        return Optional.of(new SearchCursor(before));
    }

    @Override
    public String toString() {
        return new TreeMap<>(before)
                .entrySet().stream()
                        .map(e -> e.getKey() + "-" + e.getValue().offset() + "-"
                                + e.getValue().alerts())
                        .collect(Collectors.joining("_"));
    }
}
