package io.alertrelay.app;

import io.alertrelay.channels.Channel;
import io.alertrelay.channels.Channels;
import io.alertrelay.concurrent.Parallel;
import io.alertrelay.config.ChannelSettings;
import io.alertrelay.config.Format;
import io.alertrelay.kafka.UnfitTopicException;
import io.alertrelay.pipeline.ConfigSnapshot;
import io.alertrelay.rulesets.RuleSetArchive;
import io.alertrelay.text.OneLine;
import io.alertrelay.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Switches to another configuration while alerts flow. A new channel runs before the rules may name it; a removed one
 * runs until they no longer do:
 *
 * <pre>
 *   new rules are kept ─▶ topics of new channels ─▶ their outboxes ─▶ the snapshot, at once
 *   └──────────────── if that fails: as it was ────────────────┘      ─▶ removed outboxes stop, changed are replaced
 * </pre>
 */
final class Switchover implements Reloader.Switch {
    private static final Logger LOG = LoggerFactory.getLogger("relay");
    /** The time for all channels together to finish what is in flight; what has not ended by then is sent again. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final KafkaRuntime kafka;
    private final RuleSetArchive archive;
    private final Channels channels;
    private final Consumer<ConfigSnapshot> current;
    private final Consumer<ConfigSnapshot> then;
    /** Why channels could not be changed in the last attempt: it is tried again and again, and logged once. */
    private final Map<String, String> causes = new ConcurrentHashMap<>();

    /**
     * @param current makes a snapshot the current one
     * @param then notified of each snapshot that took effect
     */
    Switchover(
            KafkaRuntime kafka,
            RuleSetArchive archive,
            Channels channels,
            Consumer<ConfigSnapshot> current,
            Consumer<ConfigSnapshot> then) {
        this.kafka = kafka;
        this.archive = archive;
        this.channels = channels;
        this.current = current;
        this.then = then;
    }

    @Override
    public List<String> to(ConfigSnapshot next) throws Reloader.NotAppliedException, Reloader.StoppingException {
        keepRules(next);
        List<ChannelSettings> wanted = next.config().channels();
        begin(wanted.stream().filter(c -> channels.named(c.name()).isEmpty()).toList());
        current.accept(next);
        Map<String, Optional<ChannelSettings>> changed = new TreeMap<>();
        for (Channel running : channels.all()) {
            String name = running.settings().name();
            Optional<ChannelSettings> now =
                    wanted.stream().filter(c -> c.name().equals(name)).findFirst();
            if (now.isEmpty() || channels.isStopped(name) || !deliversAlike(running.settings(), now.get())) {
                changed.put(name, now);
            }
        }
        causes.keySet().retainAll(changed.keySet());
        Deadline until = Deadline.after(LONGEST);
        List<String> left = Parallel.failing(
                "change-channel",
                changed.keySet(),
                name -> end(name, changed.getOrDefault(name, Optional.empty()), until.left()));
        if (channels.isClosed()) {
            throw new Reloader.StoppingException();
        }
        then.accept(next);
        return left;
    }

    /** Kept before they route, so that the rules that a receipt names can always be shown. */
    private void keepRules(ConfigSnapshot next) throws Reloader.NotAppliedException, Reloader.StoppingException {
        try {
            archive.keep(next.config());
        } catch (ExecutionException | KafkaException e) {
            throw new Reloader.NotAppliedException("Kafka does not keep the new rules: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Reloader.StoppingException();
        }
    }

    private void begin(List<ChannelSettings> added) throws Reloader.NotAppliedException, Reloader.StoppingException {
        if (added.isEmpty()) {
            return;
        }
        // Those that are removed end after these have begun.
        Optional<String> tooMany = kafka.tooMany(channels.all().size() + added.size());
        if (tooMany.isPresent()) {
            throw new Reloader.NotAppliedException(tooMany.get());
        }
        try {
            kafka.addChannels(added.stream().map(ChannelSettings::name).toList());
            for (ChannelSettings channel : added) {
                channels.add(channel);
            }
        } catch (UnfitTopicException e) {
            throw new Reloader.NotAppliedException(String.valueOf(e.getMessage()), e);
        } catch (ExecutionException | KafkaException e) {
            throw failed(added, "Kafka can't make the topics of the new channels: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            undo(added);
            throw new Reloader.StoppingException();
        } catch (CancellationException e) {
            undo(added);
            throw new Reloader.StoppingException();
        } catch (RuntimeException | Error e) {
            throw failed(added, "the new channels can't be started: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalStateException if some of it stays: then the next reload must not find that nothing changed */
    private Reloader.NotAppliedException failed(List<ChannelSettings> added, String why, Throwable cause) {
        List<String> left = undo(added);
        if (!left.isEmpty()) {
            throw new IllegalStateException(
                    why + "; of these, some are left and stopped: " + String.join(", ", left), cause);
        }
        return new Reloader.NotAppliedException(why, cause);
    }

    /** Removes those of the new channels that were begun; returns those of which that failed. */
    private List<String> undo(List<ChannelSettings> added) {
        List<String> left = new ArrayList<>();
        for (ChannelSettings channel : added) {
            try {
                if (channels.named(channel.name()).isPresent()) {
                    channels.remove(channel.name());
                }
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "the new channel {} could not be removed again: {}", OneLine.of(channel.name()), e.toString());
                left.add(channel.name());
            }
        }
        return left;
    }

    /** Stops a channel, and restarts it if it stays with other settings; false if that has to be tried again. */
    private boolean end(String name, Optional<ChannelSettings> now, Duration patience) {
        try {
            channels.remove(name, patience);
            now.ifPresent(channels::add);
            causes.remove(name);
            return true;
        } catch (CancellationException e) {
            // The relay is stopping.
            return false;
        } catch (RuntimeException | Error e) {
            // The snapshot is the current one: there is no way back, and nothing is lost, because what waits stays in
            // its topic.
            String cause = e.toString();
            if (!cause.equals(causes.put(name, cause))) {
                LOG.error("channel {} could not be changed, it is tried again: {}", OneLine.of(name), cause);
            }
            return false;
        }
    }

    /** Whether they differ only in settings that concern the rules and the router. */
    private static boolean deliversAlike(ChannelSettings one, ChannelSettings other) {
        return deliveryOf(one).equals(deliveryOf(other));
    }

    private static ChannelSettings deliveryOf(ChannelSettings c) {
        return new ChannelSettings(
                c.name(),
                Optional.empty(),
                c.pushUrl(),
                Format.STANDARD,
                c.rate(),
                c.timeout(),
                c.maxAge(),
                c.maxAttempts(),
                c.maxInFlight(),
                c.collapse(),
                c.paused());
    }
}
