package io.alertrelay.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** How a rule refers to a channel: by Flashduty's id, as exported rules do, or by its name. */
public sealed interface ChannelReference {
    /** As kept rules have them in one list, because their order counts: a name is a text, an id a number. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ChannelReference of(Object written) {
        return written instanceof Number id ? new ById(id.longValue()) : new ByName(String.valueOf(written));
    }

    /** A name is a text, an id a number. */
    @JsonValue
    default Object written() {
        return this instanceof ByName byName ? byName.name() : (Object) ((ById) this).id();
    }

    /** By Flashduty's id of the channel. */
    record ById(long id) implements ChannelReference {}

    /** By the channel's name, exactly. */
    record ByName(String name) implements ChannelReference {}
}
