package io.alertrelay.camel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a host by each of its addresses in turn, within the time for one request. The HTTP client would wait for
 * the whole of that time for the first one; if that is silent, or accepts connections and never shakes hands, the
 * request would be given up just when the second one's turn came, this time and every time.
 *
 * <p>Of n addresses each but the last has one part in n + 1 of the time, so that at least two parts are left for the
 * last one and its answer. The last one, which is mostly the only one, has all that is left: a slow network repeats its
 * first packet after one, three and seven seconds, and some gateways look up who connects before they shake hands.
 */
final class EveryAddress extends DefaultHttpClientConnectionOperator {
    private final DnsResolver names;

    EveryAddress(DnsResolver names, TlsSocketStrategy tls) {
        super(
                DefaultSchemePortResolver.INSTANCE,
                names,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
        this.names = names;
    }

    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint name,
            @Nullable Path unixSocket,
            @Nullable InetSocketAddress local,
            @Nullable Timeout timeout,
            SocketConfig sockets,
            @Nullable Object tls,
            HttpContext context)
            throws IOException {
        InetAddress[] addresses = names.resolve(host.getHostName());
        int last = addresses.length - 1;
        Timeout part = part(timeout, addresses.length + 1);
        for (int i = 0; i < last; i++) {
            try {
                super.connect(connection, at(addresses[i], host), name, unixSocket, local, part, sockets, tls, context);
                return;
            } catch (IOException e) {
                if (!connection.isOpen()) {
                    // Closed by whoever waits for the request, whose time is over.
                    throw e;
                }
            }
        }
        super.connect(connection, at(addresses[last], host), name, unixSocket, local, timeout, sockets, tls, context);
    }

    /** The host by this address alone; certificates are still checked for its name. */
    private static HttpHost at(InetAddress address, HttpHost host) {
        return new HttpHost(host.getSchemeName(), address, host.getHostName(), host.getPort());
    }

    private static @Nullable Timeout part(@Nullable Timeout timeout, int parts) {
        return timeout == null || timeout.isDisabled()
                ? timeout
                : Timeout.ofMilliseconds(Math.max(1, timeout.toMilliseconds() / parts));
    }
}
