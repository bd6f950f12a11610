package io.alertrelay.repair;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The records that a resolution is about: the newest of them in short, to be shown, and each by its name. Takes about
 * 200 bytes for each, and is bounded. They are added from the end of their topic on.
 */
public final class Selection {
    /** More are not resolved at once. */
    static final int MOST = 200_000;

    private final NewestRecords newest;
    private final Map<String, Named> byCopy = new LinkedHashMap<>();
    private final int most;

    /** @param newest receives the same records */
    Selection(NewestRecords newest) {
        this(newest, MOST);
    }

    Selection(NewestRecords newest, int most) {
        this.newest = newest;
        this.most = most;
    }

    /**
     * Adds a record; newer ones must be added before.
     *
     * @param hidden whether it is resolved, and resolved ones are not selected: then its copies are not, either
     * @return whether there is room for more
     */
    boolean add(Brief one, boolean hidden) {
        newest.add(one, hidden);
        byCopy.remove(one.copyOf());
        if (!hidden) {
            byCopy.put(one.copyOf(), new Named(one.name(), one.key()));
        }
        return !isTooLarge();
    }

    /** Whether there may be more than were added. */
    boolean isTooLarge() {
        return byCopy.size() > most;
    }

    NewestRecords newest() {
        return newest;
    }

    /** All of them, in the order of the topic. */
    List<Named> all() {
        List<Named> all = new ArrayList<>(byCopy.values());
        Collections.reverse(all);
        return all;
    }

    /** The names of all of them. */
    public Set<String> names() {
        return byCopy.values().stream().map(Named::name).collect(Collectors.toSet());
    }
}
