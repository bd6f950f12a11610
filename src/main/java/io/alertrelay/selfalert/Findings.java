package io.alertrelay.selfalert;

import io.alertrelay.config.TroubleKind;
import java.util.List;
import java.util.Set;

/**
 * What is known of the relay's problems.
 *
 * @param wrong the problems that there are
 * @param notKnown the kinds of which there may be more: what is not among {@code wrong} may be wrong nevertheless
 */
public record Findings(List<SelfTrouble> wrong, Set<TroubleKind> notKnown) {
    /** Nothing is wrong. */
    public static final Findings FINE = new Findings(List.of(), Set.of());

    public Findings {
        wrong = List.copyOf(wrong);
        notKnown = Set.copyOf(notKnown);
    }

    /** Whether it is not known yet if the trouble with that id, which was not found, is over. */
    boolean isNotKnown(String id) {
        return notKnown.stream().anyMatch(kind -> SelfTrouble.isOf(kind, id));
    }
}
