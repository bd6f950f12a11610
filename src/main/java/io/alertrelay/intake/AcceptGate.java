package io.alertrelay.intake;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the thread that accepts connections from running ahead of the one that admits them: beyond some that wait to be
 * admitted, new ones stay in the operating system's queue, where they cost no descriptor.
 */
@ChannelHandler.Sharable
final class AcceptGate extends ChannelInboundHandlerAdapter {
    private static final int MAX_WAITING = 64;

    private final Set<Channel> waiting = ConcurrentHashMap.newKeySet();

    /** Watches over what accepts a connection, if that is not done yet; to be called for each that is admitted. */
    void admitted(Channel connection) {
        Channel listening = connection.parent();
        if (listening != null && listening.pipeline().get(AcceptGate.class) == null) {
            listening.pipeline().addFirst(this);
        }
        waiting.remove(connection);
        look(listening);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Channel connection) {
            waiting.add(connection);
            connection.closeFuture().addListener(closed -> {
                waiting.remove(connection);
                look(ctx.channel());
            });
            look(ctx.channel());
        }
        ctx.fireChannelRead(message);
    }

    private synchronized void look(Channel listening) {
        boolean open = waiting.size() < MAX_WAITING;
        if (listening != null && listening.config().isAutoRead() != open) {
            listening.config().setAutoRead(open);
        }
    }
}
