package io.alertrelay.camel;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.SizedScheduledExecutorService;

/**
 * Lets the threads of Camel's timers end when idle: camel-kafka would keep one for each consumer, in case it must
 * reconnect.
 */
final class PassingThreads extends DefaultThreadPoolFactory {
    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory factory) {
        ScheduledExecutorService pool = super.newScheduledThreadPool(profile, factory);
        if (pool instanceof SizedScheduledExecutorService sized) {
            pass(sized.getScheduledThreadPoolExecutor());
        } else if (pool instanceof ScheduledThreadPoolExecutor threads) {
            pass(threads);
        }
        return pool;
    }

    private static void pass(ScheduledThreadPoolExecutor threads) {
        threads.setKeepAliveTime(1, TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
    }
}
