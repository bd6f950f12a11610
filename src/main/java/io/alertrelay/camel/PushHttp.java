package io.alertrelay.camel;

import java.time.Duration;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;

/**
 * camel-http for push targets that can't be trusted: it never retries by itself, keeps no cookies, asks for no
 * compressed answers, gives up on an answer with endless headers, tries every address of a host, and looks up its name
 * again now and then.
 */
final class PushHttp extends HttpComponent {
    /** The longest status line or header, in characters. */
    private static final int LONGEST_LINE = 8 << 10;

    private static final int MOST_HEADERS = 64;

    /** Without a bound, a channel would stay with a host from which the name has moved, for as long as that answers. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(2);

    private final DnsResolver names;

    PushHttp() {
        this(SystemDefaultDnsResolver.INSTANCE, LONGEST_LIFE);
    }

    /**
     * For tests.
     *
     * @param names finds the addresses of a host
     * @param longestLife of a connection
     */
    PushHttp(DnsResolver names, Duration longestLife) {
        this.names = names;
        setConnectionTimeToLive(longestLife.toMillis());
        // The client would repeat after 429 and 503 by itself, and sleep for Retry-After on the outbox's thread.
        setAutomaticRetriesDisabled(true);
        setCookieManagementDisabled(true);
        // Class BoundedAnswers decompresses what is compressed unasked.
        setContentCompressionDisabled(true);
    }

    /** As Camel makes it, with bounds on lines and headers, which have none by default. */
    @Override
    protected HttpClientConnectionManager createConnectionManager(
            TlsSocketStrategy tls, int connections, int connectionsPerRoute, SocketConfig sockets) {
        Http1Config bounds = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        return new OverEveryAddress()
                .setDnsResolver(names)
                .setTlsSocketStrategy(tls)
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.STRICT)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(bounds)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setTimeToLive(TimeValue.ofMilliseconds(getConnectionTimeToLive()))
                        .build())
                .setDefaultSocketConfig(sockets)
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connectionsPerRoute)
                .build();
    }

    private static final class OverEveryAddress extends PoolingHttpClientConnectionManagerBuilder {
        @Override
        protected HttpClientConnectionOperator createConnectionOperator(
                SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
            return new EveryAddress(names, tls);
        }
    }
}
