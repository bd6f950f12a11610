package io.alertrelay.kafka;

/**
 * A property of an existing topic that would break a guarantee of the relay.
 *
 * @param text what was found, and what was expected, without the topic's name
 */
record TopicMistake(String topic, String text) {
    String sentence() {
        return "topic " + topic + ": " + text;
    }
}
