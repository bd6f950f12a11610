package io.alertrelay.routing;

import java.util.Optional;
import java.util.Set;

/**
 * The existing channels. Used only while rules are compiled: when channels change, the rules must be compiled again.
 */
public interface ChannelDirectory {

    /** The name of the channel with Flashduty's id {@code id}, or empty if there is none. */
    Optional<String> nameOf(long id);

    /** Whether there is a channel with exactly this name. */
    boolean exists(String name);

    /** The names of all channels. */
    Set<String> names();
}
