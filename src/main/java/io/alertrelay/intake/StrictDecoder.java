package io.alertrelay.intake;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;

/**
 * Refuses a request that states its length in two ways (RFC 9112, section 6.1). A proxy in front may go by the other one,
 * and then an attacker's request has a part that swallows the next one of another sender on the same connection.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
    StrictDecoder(Http1ServerConfig settings) {
        super(settings);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
