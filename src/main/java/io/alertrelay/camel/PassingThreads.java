package io.alertrelay.camel;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;
import org.apache.camel.util.concurrent.SizedScheduledExecutorService;

/**
 * Threads of Camel's timers end when they have nothing to do: camel-kafka would keep one for each consumer, for the case
 * that it has to connect again.
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
