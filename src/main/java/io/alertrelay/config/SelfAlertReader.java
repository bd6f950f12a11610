package io.alertrelay.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the section {@code self_alert}. */
record SelfAlertReader(KnownChannels channels) {
    private static final String KINDS =
            TroubleKind.troubles().stream().map(TroubleKind::word).collect(Collectors.joining(", "));

    /** Empty if there is a mistake in it. */
    Optional<SelfAlertSettings> read(Section section) {
        Optional<String> channel = section.required("channel", "the name of a channel", ValueParsers::notBlank)
                .filter(name -> channels.isKnown(section, "channel", name));
        Optional<String> name = section.optional(
                "name",
                "1 to 64 characters",
                text -> Optional.of(text.strip()).filter(n -> !n.isEmpty() && n.length() <= 64));
        Duration heldAfter = duration(section, "held_after", Duration.ofSeconds(10), Duration.ofDays(1))
                .orElse(Duration.ofMinutes(10));
        Duration lateAfter = duration(section, "late_after", Duration.ofSeconds(10), Duration.ofDays(1))
                .orElse(Duration.ofMinutes(10));
        Duration againAfter = duration(section, "again_after", Duration.ofSeconds(10), Duration.ofHours(1))
                .orElse(Duration.ofMinutes(15));
        Optional<Duration> heartbeat = duration(section, "heartbeat", Duration.ofSeconds(10), Duration.ofDays(1));
        Set<TroubleKind> kinds = EnumSet.noneOf(TroubleKind.class);
        kinds.addAll(
                section.has("kinds")
                        ? section.list("kinds", "one of " + KINDS, TroubleKind::ofWord)
                        : TroubleKind.troubles());
        return channel.map(to -> new SelfAlertSettings(to, name, heldAfter, lateAfter, againAfter, heartbeat, kinds));
    }

    private static Optional<Duration> duration(Section section, String key, Duration least, Duration most) {
        return section.optional(
                key,
                ValueParsers.DURATION + ", from 10s to " + (most.toHours() == 1 ? "1h" : "24h"),
                ValueParsers.duration(least, most));
    }
}
