package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.ArmsBodyWriter;
import io.alertrelay.arms.CommonFields;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The configured channels, and the format in which each gets an alert. */
final class ChannelFormats {
    private final Map<String, Format> formats;
    private final ArmsBodyWriter armsBodies = new ArmsBodyWriter();

    /** @param formats of the channels, by name */
    ChannelFormats(Map<String, Format> formats) {
        this.formats = Map.copyOf(formats);
    }

    Set<String> channels() {
        return formats.keySet();
    }

    /** The channel's format. Channels with the same format get the same bytes. */
    Format format(String channel) {
        return Objects.requireNonNull(formats.get(channel));
    }

    /** The exact bytes that the channel gets for an alert. */
    byte[] bytes(String channel, Alert alert, CommonFields common, Event event) {
        return formats.get(channel) == Format.ARMS ? armsBodies.write(alert, common) : event.bytes();
    }
}
