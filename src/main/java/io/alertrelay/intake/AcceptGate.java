package io.alertrelay.intake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the thread that accepts connections from running ahead of the one that admits them ({@link Admission}): beyond
 * some that wait to be admitted, new ones stay in the operating system's queue, where they cost no file descriptor.
 */
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private static final int MAX_WAITING = 64;

    private final Set<Channel> waiting = ConcurrentHashMap.newKeySet();

    /** A connection is admitted. The first one shows where connections are accepted, which is watched from then on. */
    void admitted(Channel connection) {
        Channel listening = connection.parent();
        if (listening != null && listening.pipeline().get(AcceptGate.class) == null) {
            listening.pipeline().addFirst(this);
        }
        // A connection that was closed to make room for this one keeps its descriptor until the event loop selects
        // again, which is before anything scheduled runs.
        connection.eventLoop().schedule(() -> leave(connection, listening), 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Channel connection) {
            waiting.add(connection);
            connection.closeFuture().addListener(closed -> leave(connection, ctx.channel()));
            look(ctx.channel());
        }
        ctx.fireChannelRead(message);
    }

    private void leave(Channel connection, Channel listening) {
        waiting.remove(connection);
        look(listening);
    }

    private synchronized void look(Channel listening) {
        boolean open = waiting.size() < MAX_WAITING;
        if (listening != null && listening.config().isAutoRead() != open) {
            listening.config().setAutoRead(open);
        }
    }
}
