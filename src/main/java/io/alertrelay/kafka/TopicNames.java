package io.alertrelay.kafka;

import io.alertrelay.text.Sha256;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of the relay's topics and consumer groups, all with one prefix so that a cluster can serve several relays.
 *
 * @param prefix put before every name, {@code alert-relay.} by default
 */
public record TopicNames(String prefix) {
    private static final int HASH_DIGITS = 12;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9-]{1,100}");

    /** Every webhook as it was received. */
    public String webhooks() {
        return prefix + "webhooks";
    }

    /** The events that wait for the channel: one routed event a record. */
    public String channel(String channel) {
        return channels() + slug(channel);
    }

    /** The prefix of the names of all channels' topics; the rest is the channel's {@link #slug}. */
    public String channels() {
        return prefix + "channel.";
    }

    /** The channels to which each open alert was sent. */
    public String decisions() {
        return prefix + "decisions";
    }

    /** Every rule set that was ever in use. */
    public String ruleSets() {
        return prefix + "rule-sets";
    }

    /** The orders of replays and their progress. */
    public String replays() {
        return prefix + "replays";
    }

    /** Replayed events on their way to the routing stage, which merges them with the live ones. */
    public String replayed() {
        return prefix + "replayed";
    }

    /** The topics that have the same partitions, in the order in which they get more. */
    public List<String> partitioned() {
        return List.of(decisions(), replayed(), webhooks());
    }

    /** The configuration of each running relay. */
    public String relays() {
        return prefix + "relays";
    }

    /** The receipts: how each delivery was settled. */
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

    /** Counts of the requests that the endpoint refused, without bodies. */
    public String refusals() {
        return prefix + "refusals";
    }

    /** Exists only while the others are copied to this Kafka: the copy is incomplete. */
    public String copying() {
        return prefix + "copying";
    }

    /** The consumer group of the relays that route. */
    public String routingGroup() {
        return prefix + "routing";
    }

    /** The consumer group of the relays, of which one at a time executes replays. */
    public String replaysGroup() {
        return prefix + "replays";
    }

    /** The consumer group of the relays that deliver to the channel. */
    public String channelGroup(String channel) {
        return channel(channel);
    }

    /**
     * The channel's name where only {@code [A-Za-z0-9-]} is safe: a topic, a route's id. A name of such characters is
     * itself; any other keeps what is readable of it and gets a hash, so that two channels never share a topic (Kafka's
     * metrics do not distinguish {@code a.b} and {@code a_b}, so neither is used unchanged).
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
