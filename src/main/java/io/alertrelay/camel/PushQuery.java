package io.alertrelay.camel;

import io.alertrelay.config.Secret;
import java.io.IOException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpException;

/**
 * Adds a push URL's query, verbatim, to each request, on its way out of the HTTP client. It holds the integration key,
 * and the address of a Camel endpoint is shown in logs, JMX and errors; with it there, camel-http would also turn the
 * call into a GET.
 */
final class PushQuery implements HttpClientConfigurer {
    private final Secret query;

    /** @param query raw, without the question mark; empty if the push URL has none */
    PushQuery(Secret query) {
        this.query = query;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.addRequestInterceptorFirst((request, entity, context) -> addTo(request));
    }

    private void addTo(org.apache.hc.core5.http.HttpRequest request) throws HttpException, IOException {
        if (!query.reveal().isEmpty() && request.getPath().indexOf('?') < 0) {
            request.setPath(request.getPath() + "?" + query.reveal());
        }
    }
}
