package io.alertrelay.pipeline;

import io.alertrelay.alert.Alert;
import io.alertrelay.arms.ArmsBodyWriter;
import io.alertrelay.arms.Webhook;
import io.alertrelay.config.Format;
import io.alertrelay.flashduty.Event;
import java.util.Map;
import java.util.Set;

/** The channels that exist, and what each is sent of an alert. */
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

    /** The exact bytes that the channel is sent of an alert of the webhook. */
    byte[] bytes(String channel, Alert alert, Webhook webhook, Event event) {
        return formats.get(channel) == Format.ARMS ? armsBodies.write(alert, webhook) : event.bytes();
    }
}
