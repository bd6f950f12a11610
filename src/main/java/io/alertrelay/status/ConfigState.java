package io.alertrelay.status;

import java.util.List;
import java.util.Optional;

/** How the configuration that runs and its files stand to each other. */
public interface ConfigState {
    /** Why the files are not what runs; empty if they are. */
    Optional<String> error();

    /** What the files say and takes a restart to come into force. */
    List<String> needRestart();
}
