package io.alertrelay.kafka;

import java.util.Optional;

/** What a {@link BrokerProbe} found at an address, and what it means for a client's settings. */
public sealed interface BrokerFinding {
    /** The probed address: host:port. */
    String server();

    /**
     * What is wrong for a client, in one sentence with the answer and the setting to change.
     *
     * @param protocol the client's {@code security.protocol}
     * @return empty if the client's own attempt will tell more
     */
    Optional<String> fault(SecurityProtocol protocol);

    /** Whether it may pass: a broker that is not up yet, or a name that is not known yet. */
    default boolean passes() {
        return false;
    }

    /**
     * Whether the finding is certain. A connection that is closed may be that of a broker which ends just then, or of a
     * proxy whose broker is away.
     */
    default boolean sure() {
        return true;
    }

    /** The values of Kafka's {@code security.protocol}, by their two properties. */
    enum SecurityProtocol {
        PLAINTEXT,
        SSL,
        SASL_PLAINTEXT,
        SASL_SSL;

        private boolean tls() {
            return this == SSL || this == SASL_SSL;
        }

        private boolean sasl() {
            return this == SASL_PLAINTEXT || this == SASL_SSL;
        }
    }

    /** The name of the host is not known. */
    record UnknownHost(String server, String host) implements BrokerFinding {
        @Override
        public Optional<String> fault(SecurityProtocol protocol) {
            return Optional.of("the host name " + host + " is not known to this machine's name service");
        }

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** There is no answer. */
    record NoConnection(String server, String reason) implements BrokerFinding {
        @Override
        public Optional<String> fault(SecurityProtocol protocol) {
            return Optional.of(reason);
        }

        @Override
        public boolean passes() {
            return true;
        }
    }

    /** Another kind of server listens there. */
    record NotKafka(String server, String answered) implements BrokerFinding {
        @Override
        public Optional<String> fault(SecurityProtocol protocol) {
            return Optional.of("answers with " + answered + ": it is no broker's port");
        }
    }

    /** A broker's listener without TLS and without SASL. */
    record Plain(String server) implements BrokerFinding {
        @Override
        public Optional<String> fault(SecurityProtocol protocol) {
            return protocol == SecurityProtocol.PLAINTEXT
                    ? Optional.empty()
                    : Optional.of("its listener has neither TLS nor SASL, and security.protocol is " + protocol
                            + ": PLAINTEXT is the one that fits, or another port");
        }
    }

    /** A broker's listener without TLS that asks for SASL. */
    record Sasl(String server) implements BrokerFinding {
        @Override
        public Optional<String> fault(SecurityProtocol protocol) {
            return protocol == SecurityProtocol.SASL_PLAINTEXT
                    ? Optional.empty()
                    : Optional.of("its listener asks for SASL without TLS, and security.protocol is " + protocol
                            + ": set SASL_PLAINTEXT, sasl.mechanism and sasl.jaas.config");
        }

        @Override
        public boolean sure() {
            return false;
        }
    }

    /**
     * A listener with TLS; whether it asks for SASL cannot be seen from outside.
     *
     * @param sure whether it answered with TLS, and did not just close the connection
     */
    record Tls(String server, boolean sure) implements BrokerFinding {
        @Override
        public Optional<String> fault(SecurityProtocol protocol) {
            return protocol.tls()
                    ? Optional.empty()
                    : Optional.of("it closes a connection without TLS, and security.protocol is " + protocol + ": set "
                            + (protocol.sasl() ? "SASL_SSL" : "SSL (or SASL_SSL)")
                            + " and, for a private authority, ssl.truststore.location");
        }
    }
}
