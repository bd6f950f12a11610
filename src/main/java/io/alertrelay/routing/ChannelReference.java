package io.alertrelay.routing;

/** How a rule refers to a channel: by Flashduty's id, as exported rules do, or by its name. */
public sealed interface ChannelReference {

    /** By Flashduty's id of the channel. */
    record ById(long id) implements ChannelReference {}

    /** By the channel's name, exactly. */
    record ByName(String name) implements ChannelReference {}
}
