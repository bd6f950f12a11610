package io.alertrelay.intake;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Follows the HTTP decoder. A request of another version, such as the preface of HTTP/2, counts as unreadable; Vert.x
 * would answer it in a version that it does not support.
 */
final class OnlyHttp1 extends ChannelInboundHandlerAdapter {
    /** The version is neither 1.0 nor 1.1. */
    static final class OtherVersionException extends Exception {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            boolean known = request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                    || request.protocolVersion().equals(HttpVersion.HTTP_1_0);
            if (!known && request.decoderResult().isSuccess()) {
                request.setDecoderResult(DecoderResult.failure(new OtherVersionException()));
            }
            if (!request.decoderResult().isSuccess()) {
                request.setProtocolVersion(HttpVersion.HTTP_1_1);
            }
        }
        ctx.fireChannelRead(message);
    }
}
