package io.alertrelay.replay;

import io.alertrelay.text.Worded;

/** Why an alert of the range is not sent to a channel that it would go to. */
public enum Reason implements Worded {
    /** A newer state of it was due to the channel already. */
    NEWER_DELIVERED("a newer state of it was due to the channel already"),
    /** It fires in the range and was resolved after it. */
    RESOLVED_SINCE("it was resolved since: sent again, it would open what is over"),
    /** It is resolved in the range and fires again. */
    FIRED_SINCE("it fires again since: sent again, its recovery would close what is open"),
    /** Its delivery is on its way. */
    STILL_WAITS("its delivery still waits in the channel, and needs no replay"),
    /** A replay delivered it. */
    REPLAYED_BEFORE("a replay delivered it already; with --again it is sent once more"),
    /** It does not match {@code only}. */
    NOT_ASKED_FOR("its delivery ended otherwise than --only asks for"),
    /** It only shows whether alerts arrive. */
    TEST_OR_HEARTBEAT("it is a test alert or a heartbeat of the relay; with --request-id it is sent"),
    /** It was delivered after it had been given up. */
    DELIVERED_SINCE("it was delivered since"),
    /** The topic of webhooks does not reach back to it. */
    TOO_OLD("what became of its alert since is not known any more: it may be over; with --again it is sent"),
    /** An operator has resolved the dead letter. */
    DECIDED("it was handled since"),
    /** It is not known where it went originally. */
    UNKNOWN_THEN("where it went then is not known (any more)"),
    /** A newer state of it is sent. */
    OLDER("a newer one of the same alert is among those that are sent"),
    /** It was deleted from the topic since it was planned. */
    NO_LONGER_KEPT("Kafka does not have it any more"),
    /** Its event can't be built from its webhook by now. */
    NOT_REMADE("its event can't be made: its webhook is not read any more, or is read otherwise"),
    /** The channel does not exist any more. */
    CHANNEL_GONE("the channel is not configured any more"),
    /** A dead letter's event is sent as it was made. */
    OTHER_FORMAT("it was made for another format than the channel's; replay --request-id builds it again");

    private final String text;

    Reason(String text) {
        this.text = text;
    }

    /** For people. */
    String text() {
        return text;
    }
}
