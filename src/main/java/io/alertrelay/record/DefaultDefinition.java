package io.alertrelay.record;

import java.util.List;

/**
 * The {@code default} of a rule set as written.
 *
 * @param channels where an alert goes for which no case added a channel
 */
public record DefaultDefinition(List<ChannelReference> channels) {
    public DefaultDefinition {
        channels = List.copyOf(channels);
    }
}
