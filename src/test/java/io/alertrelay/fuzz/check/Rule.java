package io.alertrelay.fuzz.check;

import java.util.List;

/** One thing that must hold, whatever happened in a round. */
public interface Rule {
    /** By which it is named in reports, and left out. */
    String name();

    /** What broke it. */
    List<Violation> check(Evidence evidence);
}
