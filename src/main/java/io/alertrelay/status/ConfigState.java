package io.alertrelay.status;

import java.util.List;
import java.util.Optional;

/** How the configuration files differ from the running configuration. */
public interface ConfigState {
    /** Why the files are not in effect; empty if they are. */
    Optional<String> error();

    /** The keys whose changes in the files need a restart. */
    List<String> needRestart();
}
