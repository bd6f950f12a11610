package io.alertrelay.camel;

import io.alertrelay.config.Secret;
import io.alertrelay.record.HeaderNames;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * How the HTTP client of one channel differs from Camel's: it adds the push URL's query and the trace, reads answers
 * within bounds, keeps no connection to a host that fails, and lets another thread end a request. Safe for use by many
 * threads.
 */
public final class PushClient implements HttpClientConfigurer {
    private static final String FIRST = "relay-answer";
    private static final String CONNECTED = "relay-connected";

    /**
     * What Flashduty says of a bad event or of the pace: frequent in a storm, when connecting again would delay others.
     */
    private static final Set<Integer> FREQUENT =
            Set.of(HttpStatus.SC_BAD_REQUEST, HttpStatus.SC_REQUEST_TOO_LONG, HttpStatus.SC_TOO_MANY_REQUESTS);

    private final Secret query;
    private final ThreadLocal<PushRequest> current = new ThreadLocal<>();

    /** @param query of the push URL, raw, without the question mark; empty if it has none */
    public PushClient(Secret query) {
        this.query = query;
    }

    /** Runs the sender on this thread; what it sends by this client can be ended by the request. */
    <T> T during(PushRequest request, Supplier<T> sender) {
        current.set(request);
        try {
            return sender.get();
        } finally {
            current.remove();
        }
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addRequestInterceptorFirst((request, entity, context) -> addQuery(request));
        builder.disableRedirectHandling();
        builder.disableAutomaticRetries();
        builder.disableContentCompression();
        builder.setConnectionReuseStrategy(PushClient::isKept);
        builder.addExecInterceptorFirst(FIRST, new BoundedAnswers());
        builder.addExecInterceptorBefore(FIRST, "relay-begun", begun());
        builder.addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), CONNECTED, this::connected);
    }

    /**
     * Added on its way out of the client, and not earlier: the query holds the integration key, and the address of a
     * Camel endpoint is shown in logs, JMX and errors; with it there, camel-http would also turn the call into a GET.
     */
    private void addQuery(HttpRequest request) {
        if (!query.reveal().isEmpty() && request.getPath().indexOf('?') < 0) {
            request.setPath(request.getPath() + "?" + query.reveal());
        }
    }

    /**
     * Whether the next request may use the same connection. After another failure it looks up the host's name again,
     * which may have been moved because of that, while the old host goes on answering so.
     */
    private static boolean isKept(HttpRequest request, HttpResponse answer, HttpContext context) {
        int status = answer.getCode();
        return (status < HttpStatus.SC_REDIRECTION || FREQUENT.contains(status))
                && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, answer, context);
    }

    private ExecChainHandler begun() {
        return (request, scope, chain) -> {
            if (scope.originalRequest instanceof Cancellable cancellable) {
                Optional.ofNullable(current.get()).ifPresent(its -> its.begun(cancellable));
            }
            Optional.ofNullable(current.get())
                    .flatMap(PushRequest::trace)
                    .ifPresent(trace -> request.setHeader(HeaderNames.TRACE, trace.text()));
            return chain.proceed(request, scope);
        };
    }

    private ClassicHttpResponse connected(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Optional.ofNullable(current.get()).ifPresent(PushRequest::connected);
        return chain.proceed(request, scope);
    }
}
