package io.alertrelay.camel;

import io.alertrelay.config.Secret;
import io.alertrelay.record.HeaderNames;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;

/**
 * How the HTTP client of one channel differs from Camel's: it adds the push URL's query and the trace, reads answers
 * within bounds, and lets another thread end a request. Safe for use by many threads.
 */
public final class PushClient implements HttpClientConfigurer {
    private static final String FIRST = "relay-answer";
    private static final String CONNECTED = "relay-connected";

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
