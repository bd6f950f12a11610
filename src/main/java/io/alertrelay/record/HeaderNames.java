package io.alertrelay.record;

import java.util.Set;

/** The names of the headers of the relay's records. */
public final class HeaderNames {
    /** Name of the integration. */
    public static final String INTEGRATION = "integration";
    /** What kind of sender posted the webhook. */
    public static final String SOURCE = "source";
    /** When the webhook was received: RFC 3339, UTC. */
    public static final String RECEIVED_AT = "received-at";
    /** What the sender of the webhook stated as its Content-Type; a name of its own, because Camel changes that one. */
    public static final String MEDIA_TYPE = "media-type";
    /** The part of the webhook's receipt that can't be guessed. */
    public static final String NONCE = "nonce";
    /** The receipt of the webhook. */
    public static final String RECEIPT = "receipt";
    /** Index of the alert in its webhook, from 0. */
    public static final String INDEX = "index";
    /**
     * The indexes of all alerts that a record in quarantine holds, as {@code 100-4999,5003}, if it holds several;
     * {@link #INDEX} is then the first of them.
     */
    public static final String INDEXES = "indexes";
    /** {@code firing} or {@code resolved}. */
    public static final String STATUS = "status";
    /** Flashduty's word for the severity. */
    public static final String SEVERITY = "severity";
    /** Version of the rule set that decided. */
    public static final String RULES = "rules";
    /** The decision, for people. */
    public static final String WHY = "why";
    /** Name of the channel. */
    public static final String CHANNEL = "channel";
    /** On records in quarantine: why they are there. */
    public static final String CAUSE = "cause";

    /** All channels that the alert was routed to by the same decision, this record's among them: a JSON array. */
    public static final String CHANNELS = "channels";
    /** When the alert began, as the webhook stated it; absent if it did not. */
    public static final String STARTS_AT = "starts-at";
    /** {@code true} on a firing that opens the alert for the channel; absent on reminders and recoveries. */
    public static final String OPENS = "opens";
    /** Where the delivery waited: partition and offset in its channel's topic, as {@code 0:1042}. */
    public static final String POSITION = "position";
    /**
     * Present if the record may be a second copy, because it may have been routed before: {@code true}, or for a
     * replayed one that may have been let in before the time since when.
     */
    public static final String REDONE = "redone";
    /** The id of the replay that made the record; absent on live ones. */
    public static final String REPLAY = "replay";

    /**
     * On replayed events: the offset in its partition of webhooks up to which there is no newer state of its alert, as
     * far as the replay has looked.
     */
    public static final String CHECKED = "checked";
    /** On replayed events that must not be sent: the newer state of its alert, as receipt and index. */
    public static final String OVERTAKEN = "overtaken";
    /**
     * The id of the record in the same topic that this one resolves: of a dead letter or of a record in quarantine.
     * Commands write it, without Camel, and it is not among {@link #PASSING}: a record of a channel's topic that had it
     * would be mistaken for a resolution once it is in quarantine.
     */
    public static final String ABOUT = "about";
    /** On a decision: the generation of the group of those that route, in which the relay had the partition. */
    static final String ASSIGNMENT = "assignment";

    /** On decisions and replayed events: the id of the topic of webhooks that their offsets are of, if it is known. */
    public static final String JOURNAL = "journal";

    /** On a decision that is taken over from another partition of webhooks: its number. */
    static final String ADOPTED = "adopted";

    /** On an order for a channel that was written once more because its topic was recreated: {@code true}. */
    static final String AGAIN = "again";

    /** On a webhook that was stored by a retry: the id of the record in quarantine that it was made from. */
    public static final String RETRY_OF = "retry-of";

    /** On a webhook that was stored by a retry: when the body in quarantine was received. RFC 3339, UTC. */
    public static final String FIRST_RECEIVED_AT = "first-received-at";

    /**
     * On a webhook that was stored by a retry: whether what was in quarantine had been set aside, {@code true} or
     * {@code false}.
     */
    public static final String WAS_SET_ASIDE = "was-set-aside";

    /** The trace that the webhook belongs to, as its sender says, in the form of W3C; absent if it does not. */
    public static final String TRACE = "traceparent";

    /** The headers that pass from Kafka to Camel and back; all others are dropped. */
    public static final Set<String> PASSING = Set.of(
            INTEGRATION,
            SOURCE,
            RECEIVED_AT,
            MEDIA_TYPE,
            NONCE,
            RECEIPT,
            INDEX,
            INDEXES,
            STATUS,
            SEVERITY,
            RULES,
            WHY,
            CHANNEL,
            CAUSE,
            CHANNELS,
            STARTS_AT,
            OPENS,
            POSITION,
            REDONE,
            REPLAY,
            CHECKED,
            OVERTAKEN,
            JOURNAL,
            TRACE);

    private HeaderNames() {}
}
