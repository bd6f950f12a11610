package io.alertrelay.kafka;

import io.alertrelay.time.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Probes an address in plain text for a Kafka broker. Kafka's own clients read the first four bytes of any answer as a
 * length and allocate that much (1.2 GB for "HTTP"), and report "timed out" whatever the reason was.
 *
 * <p>Two requests: {@code ApiVersions}, which a listener with SASL answers too, and {@code Metadata}, which it does
 * not.
 */
public final class BrokerProbe {
    private static final short API_VERSIONS = 0;
    /** Versions 0 and 1 know no topic ids; what all brokers since 2.1 understand. */
    private static final short METADATA = 7;

    private static final String HTTP = "HTTP";
    private static final String NO_ANSWER = "connected, and no answer";
    private static final int LARGEST_ANSWER = 1 << 20;
    private static final byte TLS_ALERT = 0x15;
    private static final int ALERT_BYTES = 7;

    /** No further address of a name is tried after so many times the patience. */
    private static final int PATIENCE_PER_NAME = 4;

    private static final int BROKER = 3;

    private final int patienceMillis;
    private final Names names;

    /** @param patience for the connection, and for each answer */
    public BrokerProbe(Duration patience) {
        this(patience, InetAddress::getAllByName);
    }

    BrokerProbe(Duration patience, Names names) {
        this.patienceMillis = Math.toIntExact(patience.toMillis());
        this.names = names;
    }

    /** What a name stands for. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /**
     * Probes the address. Never fails: no answer is a finding, too. If a name has several addresses, Kafka's client
     * tries one after the other: the first at which a broker answers counts.
     *
     * @param server host:port
     */
    public BrokerFinding ask(String server) {
        int colon = server.lastIndexOf(':');
        String host = server.substring(0, colon);
        int port = Integer.parseInt(server.substring(colon + 1));
        Deadline until = Deadline.after(Duration.ofMillis((long) PATIENCE_PER_NAME * patienceMillis));
        BrokerFinding best = new BrokerFinding.UnknownHost(server, host);
        try {
            for (InetAddress address : names.addresses(host)) {
                BrokerFinding next = ask(server, new InetSocketAddress(address, port));
                best = weight(next) >= weight(best) ? next : best;
                if (weight(best) == BROKER || until.isOver()) {
                    break;
                }
            }
        } catch (UnknownHostException e) {
            return best;
        }
        return best;
    }

    /** How much a finding tells of a broker. */
    private static int weight(BrokerFinding finding) {
        if (finding instanceof BrokerFinding.NotKafka) {
            return 1;
        }
        if (finding instanceof BrokerFinding.Tls tls && !tls.sure()) {
            return 2;
        }
        return finding.passes() ? 0 : BROKER;
    }

    private BrokerFinding ask(String server, InetSocketAddress at) {
        try (Socket socket = connect(at)) {
            return ask(server, socket);
        } catch (SilentException e) {
            return askForHttp(server, at);
        } catch (IOException e) {
            return new BrokerFinding.NoConnection(server, String.valueOf(e.getMessage()));
        }
    }

    private Socket connect(InetSocketAddress at) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(at, patienceMillis);
            socket.setSoTimeout(patienceMillis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A web server may wait for the end of a line. This does not harm a broker that hangs: it would refuse the request.
     */
    private BrokerFinding askForHttp(String server, InetSocketAddress at) {
        try (Socket socket = connect(at)) {
            socket.getOutputStream().write("OPTIONS / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] start = socket.getInputStream().readNBytes(Integer.BYTES);
            return start.length == Integer.BYTES && protocol(start).equals(HTTP)
                    ? new BrokerFinding.NotKafka(server, HTTP)
                    : new BrokerFinding.NoConnection(server, NO_ANSWER);
        } catch (IOException e) {
            return new BrokerFinding.NoConnection(server, NO_ANSWER);
        }
    }

    private static BrokerFinding ask(String server, Socket socket) throws SilentException {
        try {
            send(socket, ApiKeys.API_VERSIONS, new ApiVersionsRequest(new ApiVersionsRequestData(), API_VERSIONS));
            byte[] start = start(socket.getInputStream());
            int length = ByteBuffer.wrap(start).getInt();
            if (start[0] == TLS_ALERT) {
                return new BrokerFinding.Tls(server, true);
            }
            if (length < Integer.BYTES || length > LARGEST_ANSWER) {
                return new BrokerFinding.NotKafka(server, protocol(start));
            }
            socket.getInputStream().readNBytes(length);
        } catch (SocketTimeoutException e) {
            throw new SilentException();
        } catch (IOException e) {
            // A listener with TLS reads the request as a broken handshake.
            return new BrokerFinding.Tls(server, false);
        }
        return askOn(server, socket);
    }

    private static BrokerFinding askOn(String server, Socket socket) {
        try {
            MetadataRequestData noTopics = new MetadataRequestData().setTopics(List.of());
            send(socket, ApiKeys.METADATA, new MetadataRequest(noTopics, METADATA));
            start(socket.getInputStream());
            return new BrokerFinding.Plain(server);
        } catch (EOFException | SocketException e) {
            return new BrokerFinding.Sasl(server);
        } catch (IOException e) {
            return new BrokerFinding.NoConnection(server, NO_ANSWER);
        }
    }

    private static void send(Socket socket, ApiKeys api, AbstractRequest request) throws IOException {
        ByteBuffer bytes =
                request.serializeWithHeader(new RequestHeader(api, request.version(), "alert-relay-probe", 1));
        ByteBuffer framed = ByteBuffer.allocate(Integer.BYTES + bytes.remaining())
                .putInt(bytes.remaining())
                .put(bytes);
        socket.getOutputStream().write(framed.array());
        socket.getOutputStream().flush();
    }

    /** The length of an answer, or the whole of a TLS alert, which is as short. */
    private static byte[] start(InputStream in) throws IOException {
        byte[] start = in.readNBytes(Integer.BYTES);
        if (start.length < Integer.BYTES) {
            throw new EOFException();
        }
        if (start[0] == TLS_ALERT) {
            in.readNBytes(ALERT_BYTES - start.length);
        }
        return start;
    }

    private static String protocol(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        return text.startsWith("HTTP") || text.startsWith("<") ? HTTP : "something that is not Kafka's protocol";
    }

    private static final class SilentException extends Exception {
        private static final long serialVersionUID = 1;
    }
}
