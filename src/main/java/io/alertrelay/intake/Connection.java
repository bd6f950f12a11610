package io.alertrelay.intake;

import io.alertrelay.config.ConnectionLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: sits in front of the HTTP decoder, where it sees each byte, and enforces the connection's deadlines.
 * Confined to the connection's event loop; only {@link #closeNow} may be called from elsewhere.
 *
 * <pre>
 *            first byte            head complete             answered, body read
 *   IDLE ───────────────▶ HEAD ───────────────────▶ REQUEST ─────────────────────▶ IDLE
 *    │ idle for too long    │ head too slow: 408      │ answered, and the body is not wanted
 *    ▼                      ▼                         ▼
 *  closed               CLOSING ◀─────────────────────┘
 *                          │ the sender closed, or sent too much more, or did not close in time
 *                          ▼
 *                        closed
 * </pre>
 *
 * <p>CLOSING discards what is still received. Closing at once would make the operating system answer that with a reset,
 * which may destroy our answer before the sender has read it.
 */
final class Connection extends ChannelDuplexHandler {
    private static final long MAX_DISCARDED = 1L << 20;
    /** Before the first webhook: longer than clients open connections ahead of their use. */
    private static final Duration UNUSED = Duration.ofSeconds(75);

    private enum Phase {
        IDLE,
        HEAD,
        REQUEST,
        CLOSING
    }

    private final Origin origin;
    private final Connections all;
    private final ConnectionLimits settings;
    private final SlowHead slowHead;
    private final Patience patience;
    private ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> deadline;
    private Phase phase = Phase.IDLE;
    private boolean known;
    private long requests;
    private long readAt;
    private long begunAt;
    private long discarded;

    /** Answers a request whose head does not arrive in time. */
    @FunctionalInterface
    interface SlowHead {
        /** The whole answer, from the status line on. */
        ByteBuf answer(Connection connection);
    }

    Connection(Origin origin, Connections all, ConnectionLimits settings, SlowHead slowHead, Patience patience) {
        this.origin = origin;
        this.all = all;
        this.settings = settings;
        this.slowHead = slowHead;
        this.patience = patience;
    }

    Origin origin() {
        return origin;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        context.channel().closeFuture().addListener(closed -> {
            cancel();
            all.gone(this);
        });
        idle();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (phase == Phase.CLOSING) {
            discard(message);
            return;
        }
        readAt = patience.look();
        if (phase == Phase.IDLE) {
            phase = Phase.HEAD;
            begunAt = readAt;
            arm(settings.headerTimeout(), this::headIsLate);
        }
        ctx.fireChannelRead(message);
    }

    private void discard(Object message) {
        discarded += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (discarded > MAX_DISCARDED) {
            context.close();
        }
    }

    /** The head of a request is complete. Returns its number on this connection, for {@link #done}. */
    long requestBegins() {
        if (phase != Phase.HEAD) {
            // It was received together with the one before.
            begunAt = readAt;
        }
        if (phase != Phase.CLOSING) {
            phase = Phase.REQUEST;
            cancel();
        }
        return ++requests;
    }

    /** Whether the sender of the current request has given up; if so, its answer is to be the last. */
    boolean givenUp() {
        boolean over = patience.isOver(begunAt);
        if (over) {
            all.closed(IntakeServerWatcher.Closed.TOO_OLD);
        }
        return over;
    }

    /** Whether everything received from now on is discarded. */
    boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    /** The current request has a known key. */
    void keyIsKnown() {
        known = true;
        all.busy(this);
    }

    /** A request is answered and read to its end: ready for the next. */
    void done(long request) {
        if (request == requests && phase == Phase.REQUEST && open()) {
            idle();
            if (known) {
                all.idle(this);
            }
        }
    }

    private void idle() {
        phase = Phase.IDLE;
        arm(known ? settings.keepAlive() : UNUSED, () -> {
            all.closed(IntakeServerWatcher.Closed.IDLE);
            context.close();
        });
    }

    private void headIsLate() {
        all.closed(IntakeServerWatcher.Closed.SLOW_HEAD);
        ByteBuf answer = slowHead.answer(this);
        closing();
        context.writeAndFlush(answer).addListener(written -> lastAnswerIsWritten());
    }

    /** Discards everything received from now on; to be called before the last answer. */
    void closing() {
        if (phase != Phase.CLOSING && open()) {
            phase = Phase.CLOSING;
            all.closing(this);
            arm(settings.linger(), context::close);
            context.channel().config().setAutoRead(true);
        }
    }

    /** Lets the sender read the last answer, and the end of the stream after it. */
    void lastAnswerIsWritten() {
        if (phase == Phase.CLOSING && context.channel() instanceof DuplexChannel channel && channel.isActive()) {
            channel.shutdownOutput();
        }
    }

    /** Closes immediately; may be called on any thread. */
    void closeNow() {
        context.close();
    }

    /** Sends this answer and closes. */
    void refuse(ByteBuf answer) {
        closing();
        context.writeAndFlush(answer).addListener(written -> context.close());
    }

    /** Vert.x closes as soon as its answer is written; here that waits for the sender. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (phase == Phase.CLOSING && ctx.channel().isActive() && !all.isStopping()) {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else {
            ctx.close(promise);
        }
    }

    /** Answers are small: a sender that leaves so many unread that they queue up here keeps sending without reading. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            ctx.fireChannelWritabilityChanged();
        } else {
            all.closed(IntakeServerWatcher.Closed.UNREAD_ANSWERS);
            ctx.close();
        }
    }

    private boolean open() {
        return context.channel().isOpen();
    }

    private void arm(Duration after, Runnable late) {
        cancel();
        deadline = context.executor().schedule(late, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
