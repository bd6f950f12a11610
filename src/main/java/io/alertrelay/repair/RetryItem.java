package io.alertrelay.repair;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.alertrelay.record.Quarantined;
import java.util.List;

/** The result of a retry for one record in quarantine. */
@JsonPropertyOrder("verdict")
@JsonIgnoreProperties({"record", "body"})
public sealed interface RetryItem {
    Quarantined record();

    /** Its word in JSON. */
    @JsonProperty
    String verdict();

    /** How many alerts it shows. */
    default int size() {
        return this instanceof Readable readable
                ? readable.alerts().size()
                : this instanceof Outdated outdated ? outdated.alerts().size() : 0;
    }

    /**
     * It can be read: it is stored as a webhook.
     *
     * @param body what is stored: as received, unless something had to be changed
     * @param alerts all of them, including those that are left out
     * @param notes what the body did not state
     */
    record Readable(Quarantined record, byte[] body, List<RetryAlert> alerts, List<String> notes) implements RetryItem {
        public Readable {
            alerts = List.copyOf(alerts);
            notes = List.copyOf(notes);
        }

        @Override
        public String verdict() {
            return "readable";
        }
    }

    /**
     * It can be read, and of each of its alerts a later state is known, or it is not known what became of it since:
     * nothing is stored.
     */
    record Outdated(Quarantined record, List<RetryAlert> alerts) implements RetryItem {
        public Outdated {
            alerts = List.copyOf(alerts);
        }

        @Override
        public String verdict() {
            return "outdated";
        }
    }

    /** It was stored as that webhook by a retry that was interrupted: only the resolution is missing. */
    record Stored(Quarantined record, String receipt) implements RetryItem {
        @Override
        public String verdict() {
            return "stored";
        }
    }

    /**
     * It still can't be read.
     *
     * @param why the reason
     */
    record Unreadable(Quarantined record, String why) implements RetryItem {
        @Override
        public String verdict() {
            return "unreadable";
        }
    }

    /** Its webhook was accepted, and is in the topic of webhooks: a replay can send it again. */
    record Accepted(Quarantined record, String receipt) implements RetryItem {
        @Override
        public String verdict() {
            return "accepted";
        }
    }

    /** It is not a webhook. */
    record Stray(Quarantined record) implements RetryItem {
        @Override
        public String verdict() {
            return "stray";
        }
    }
}
