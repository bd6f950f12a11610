package io.alertrelay.record;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a record as they were read: texts by name. Each is decoded when it is asked for, because who goes
 * through millions of records needs few of them. Immutable.
 */
public final class HeaderTexts extends AbstractMap<String, String> {
    private final String[] names;
    private final byte[][] values;

    /**
     * @param names in the order of the record; of a name that occurs twice the last one counts
     * @param values of these, UTF-8; both arrays belong to this object from now on
     */
    public HeaderTexts(String[] names, byte[][] values) {
        this.names = names;
        this.values = values;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int place = place(name);
        return place < 0 ? null : new String(values[place], StandardCharsets.UTF_8);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return place(name) >= 0;
    }

    private int place(@Nullable Object name) {
        int place = names.length - 1;
        while (place >= 0 && !names[place].equals(name)) {
            place--;
        }
        return place;
    }

    /** About how much memory they take. */
    int bytes() {
        int sum = 0;
        for (int i = 0; i < names.length; i++) {
            sum += names[i].length() + values[i].length;
        }
        return sum;
    }

    /** All of them, decoded. */
    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < names.length; i++) {
            all.put(names[i], new String(values[i], StandardCharsets.UTF_8));
        }
        return Map.copyOf(all).entrySet();
    }
}
