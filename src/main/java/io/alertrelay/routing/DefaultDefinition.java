package io.alertrelay.routing;

import java.util.List;

/**
 * The {@code default} of a rule set as it is written.
 *
 * @param channels where an alert goes that no case gave a channel
 */
public record DefaultDefinition(List<ChannelReference> channels) {
    public DefaultDefinition {
        channels = List.copyOf(channels);
    }
}
