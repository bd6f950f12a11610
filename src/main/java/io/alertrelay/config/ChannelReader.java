package io.alertrelay.config;

import io.alertrelay.delivery.Collapse;
import io.alertrelay.routing.FlashdutyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the list {@code channels}. */
final class ChannelReader {
    private static final Pattern NAME = Pattern.compile("(?=.*\\S)[^\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}]{1,100}");
    private static final Map<String, Format> FORMATS = Map.of("standard", Format.STANDARD, "arms", Format.ARMS);
    private static final Set<String> BOOLEANS = Set.of("true", "false");
    private static final Rate DEFAULT_RATE = new Rate(1000, Duration.ofMinutes(1));
    private static final int DEFAULT_IN_FLIGHT = 8;

    private final Map<String, String> names = new HashMap<>();
    private final Map<Long, String> ids = new HashMap<>();
    private final Map<Long, String> nameById = new HashMap<>();

    List<ChannelSettings> read(List<Section> sections) {
        List<ChannelSettings> channels = new ArrayList<>();
        sections.forEach(section -> read(section).ifPresent(channels::add));
        return channels;
    }

    /** All named channels, including those with a mistake, which is not repeated where rules name them. */
    KnownChannels named() {
        return new KnownChannels(names.keySet(), nameById);
    }

    private Optional<ChannelSettings> read(Section section) {
        Optional<String> name = section.required(
                "name",
                "1 to 100 characters, none of them a control character and not all of them spaces",
                ValueParsers.matching(NAME));
        name.ifPresent(n -> section.unique("name", n, names));
        Optional<Long> id = section.optional("id", "Flashduty's id of the channel, a number", ChannelReader::id);
        id.ifPresent(i -> section.unique("id", i, ids));
        name.ifPresent(n -> id.ifPresent(i -> nameById.put(i, n)));
        Optional<PushUrl> url = section.requiredSecret(
                "push_url",
                "an absolute http or https URL, without a user and a fragment",
                PushUrl::parse,
                PushUrl::oddity);
        Format format = section.choice(
                        "format", "standard or arms", FORMATS.keySet(), text -> Optional.ofNullable(FORMATS.get(text)))
                .orElse(Format.STANDARD);
        url.ifPresent(u -> fits(section, u, format));
        Rate rate =
                section.optional("rate", ValueParsers.RATE, ValueParsers::rate).orElse(DEFAULT_RATE);
        Duration timeout = section.optional(
                        "timeout",
                        ValueParsers.DURATION + ", from 100ms to 60s",
                        ValueParsers.duration(Duration.ofMillis(100), Duration.ofSeconds(60)))
                .orElse(Duration.ofSeconds(10));
        Duration maxAge = section.optional(
                        "max_age",
                        ValueParsers.DURATION + ", from 1m to 30d",
                        ValueParsers.duration(Duration.ofMinutes(1), Duration.ofDays(30)))
                .orElse(Duration.ofHours(24));
        OptionalInt maxAttempts = section.optional("max_attempts", "3 to 1000000", ValueParsers.integer(3, 1_000_000))
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
        int maxInFlight = section.optional("max_in_flight", "1 to 64", ValueParsers.integer(1, 64))
                .orElse(DEFAULT_IN_FLIGHT);
        Collapse collapse = section.choice(
                        "collapse",
                        "reminders, resolved-pairs or none",
                        Set.of("reminders", "resolved-pairs", "none"),
                        Collapse::ofWord)
                .orElse(Collapse.REMINDERS);
        boolean paused = section.choice(
                        "paused",
                        "true or false",
                        BOOLEANS,
                        text -> Optional.of(text).filter(BOOLEANS::contains).map(Boolean::valueOf))
                .orElse(false);
        return name.flatMap(n -> url.map(u -> new ChannelSettings(
                n, id, u, format, rate, timeout, maxAge, maxAttempts, maxInFlight, collapse, paused)));
    }

    /** On Flashduty's own host the path shows what the URL accepts; on a private deployment it need not. */
    private static void fits(Section section, PushUrl url, Format format) {
        String path = String.valueOf(url.endpoint().getPath());
        if (format == Format.STANDARD && path.endsWith("/push/alert/aliyun-arms")) {
            section.problem(
                    "push_url",
                    "the push URL of an ARMS integration",
                    "format: arms, or the push URL of a" + " standard alert event integration");
        } else if (format == Format.ARMS && path.endsWith("/push/alert/standard")) {
            section.problem(
                    "push_url",
                    "the push URL of a standard alert event integration",
                    "format: standard, or" + " the push URL of an ARMS integration");
        }
    }

    private static Optional<Long> id(String text) {
        return FlashdutyId.number(text).filter(id -> id > 0);
    }
}
