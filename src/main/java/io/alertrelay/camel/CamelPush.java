package io.alertrelay.camel;

import io.alertrelay.config.Secret;
import io.alertrelay.delivery.Delivery;
import io.alertrelay.delivery.Push;
import io.alertrelay.flashduty.Answer;
import io.alertrelay.flashduty.AnswerReader;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/** Sends through the channel's push route, and reads what came back. */
public final class CamelPush implements Push, AutoCloseable {
    private static final byte[] NO_BODY = {};

    private final ProducerTemplate template;
    private final Endpoint route;
    private final AnswerReader answers;
    private final SecretMask mask;

    /**
     * @param route the endpoint of the channel's push route, {@code direct:push-<slug>}
     * @param query of its push URL, which no answer may give away
     */
    public CamelPush(CamelContext context, String route, AnswerReader answers, Secret query) {
        this.mask = new SecretMask(query);
        this.template = context.createProducerTemplate();
        this.route = context.getEndpoint(route);
        this.answers = answers;
    }

    @Override
    public Answer push(Delivery delivery) {
        Exchange answered = template.send(route, exchange -> {
            exchange.getMessage().setBody(delivery.event());
        });
        if (answered.getException() != null) {
            String what = mask.mask(describe(answered.getException()));
            return neverSent(answered.getException()) ? Answer.notSent(what) : Answer.lost(what);
        }
        Integer status = answered.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] body = answered.getMessage().getBody(byte[].class);
        return answers.read(
                status == null ? 0 : status,
                Optional.ofNullable(answered.getMessage().getHeader("Retry-After", String.class)),
                body == null ? NO_BODY : mask.mask(body));
    }

    @Override
    public void close() {
        template.stop();
    }

    /** Whether it failed before a byte of the request was written; in doubt it did not. */
    private static boolean neverSent(Exception e) {
        return e instanceof UnknownHostException
                || e instanceof ConnectException
                || e instanceof ConnectTimeoutException
                || e instanceof ConnectionRequestTimeoutException
                || e instanceof SSLHandshakeException;
    }

    /** The kind of failure and what it says; the push URL's query is not known to whoever wrote it. */
    private static String describe(Exception e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
