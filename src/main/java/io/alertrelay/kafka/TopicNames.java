package io.alertrelay.kafka;

import io.alertrelay.text.Sha256;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The names of the relay's topics and consumer groups, all with one prefix so that a cluster can serve several relays.
 *
 * @param prefix put before every name, {@code alert-relay.} by default
 */
public record TopicNames(String prefix) {
    private static final int HASH_DIGITS = 12;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]{1,100}");

    public TopicNames {
        Objects.requireNonNull(prefix);
    }

    /** Every webhook as it was received. */
    public String webhooks() {
        return prefix + "webhooks";
    }

    /** What waits for the channel: one routed event a record. */
    public String channel(String channel) {
        return channels() + slug(channel);
    }

    /** What the names of all channels' topics begin with; the rest is the channel's {@link #slug}. */
    public String channels() {
        return prefix + "channel.";
    }

    /** To which channels each open alert was sent. */
    public String decisions() {
        return prefix + "decisions";
    }

    /** Each rule set that was ever in use. */
    public String ruleSets() {
        return prefix + "rule-sets";
    }

    /** What was ordered to be replayed, and how far that is. */
    public String replays() {
        return prefix + "replays";
    }

    /** Events that a replay made again, on their way to the routing stage, which lets them in among the live ones. */
    public String replayed() {
        return prefix + "replayed";
    }

    /** What each relay runs. */
    public String relays() {
        return prefix + "relays";
    }

    /** How each delivery was settled. */
    public String receipts() {
        return prefix + "receipts";
    }

    /** Events that were given up, with the cause. */
    public String deadLetters() {
        return prefix + "dead-letters";
    }

    /** Bodies that could not be read. */
    public String quarantine() {
        return prefix + "quarantine";
    }

    /** How much the endpoint refused, without bodies. */
    public String refusals() {
        return prefix + "refusals";
    }

    /** Is there only while the others are copied to here: what is there is not all of it yet. */
    public String copying() {
        return prefix + "copying";
    }

    /** The consumer group of the relays that route. */
    public String routingGroup() {
        return prefix + "routing";
    }

    /** The consumer group of the relays of which one at a time carries replays out. */
    public String replaysGroup() {
        return prefix + "replays";
    }

    /** The consumer group of the relays that deliver to the channel. */
    public String channelGroup(String channel) {
        return channel(channel);
    }

    /**
     * The channel's name where only {@code [A-Za-z0-9-]} is safe: a topic, a route's id. A name of such characters is
     * itself; any other keeps what is readable of it and gets a hash, so that two channels never share a topic (Kafka
     * takes {@code a.b} and {@code a_b} for the same in its metrics, so neither is used as it is).
     */
    public static String slug(String channel) {
        if (PLAIN.matcher(channel).matches()) {
            return channel;
        }
        String readable = channel.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
        String kept = readable.substring(0, Math.min(40, readable.length()));
        return (kept.isEmpty() ? "" : kept + "-") + "x" + Sha256.hex(channel, HASH_DIGITS);
    }
}
