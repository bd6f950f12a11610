package io.alertrelay.sandbox;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The connection of one request, to be answered or to be broken. Confined to the event loop. */
record Wire(Vertx vertx, HttpServerRequest request) {
    void send(SandboxAnswer answer) {
        if (open()) {
            head(answer).end(Buffer.buffer(answer.body()));
        }
    }

    void sendLater(SandboxAnswer answer, Duration delay) {
        vertx.setTimer(delay.toMillis(), due -> send(answer));
    }

    /** The head announces the whole body, half of it follows, and then a reset. */
    void sendHalf(SandboxAnswer answer) {
        if (open()) {
            byte[] body = answer.body();
            HttpServerResponse response = head(answer).putHeader("Content-Length", String.valueOf(body.length));
            response.write(Buffer.buffer(body).slice(0, body.length / 2)).onComplete(sent -> reset());
        }
    }

    /**
     * Closes with a TCP RST instead of a FIN. Vert.x has no public way to it: this needs its internal view of the
     * connection, and falls back to a plain close where that is missing.
     */
    void reset() {
        if (request.connection() instanceof HttpServerConnection connection) {
            Channel channel = connection.channelHandlerContext().channel();
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        } else {
            request.connection().close();
        }
    }

    /**
     * Sends these bytes as they are, the latter again and again as long as the caller reads them. Below the codec of
     * HTTP, which would not let an answer break its rules.
     */
    void pour(byte[] begin, byte[] more, Duration pause) {
        if (request.connection() instanceof HttpServerConnection connection) {
            ChannelHandlerContext below =
                    connection.channelHandlerContext().pipeline().firstContext();
            below.writeAndFlush(Unpooled.wrappedBuffer(begin)).addListener(written -> pourMore(below, more, pause));
        } else {
            request.connection().close();
        }
    }

    private static void pourMore(ChannelHandlerContext below, byte[] more, Duration pause) {
        if (below.channel().isActive()) {
            below.writeAndFlush(Unpooled.wrappedBuffer(more))
                    .addListener(written -> below.executor()
                            .schedule(() -> pourMore(below, more, pause), pause.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private boolean open() {
        return !request.response().ended() && !request.response().closed();
    }

    private HttpServerResponse head(SandboxAnswer answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        return response;
    }
}
