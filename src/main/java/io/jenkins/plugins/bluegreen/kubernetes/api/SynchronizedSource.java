package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantLock;
import okio.BufferedSource;

/**
 * A response body that one thread uses at a time. fabric8's okhttp transport closes a cancelled body while another
 * thread waits for more of it. okio's buffers are not safe for that: a segment of the pool that all connections of the
 * JVM share gets two users, and another request reads wrong bytes or never ends.
 */
final class SynchronizedSource implements InvocationHandler {
    private final ReentrantLock inUse = new ReentrantLock();
    private final BufferedSource source;
    private final Runnable cancel;

    private SynchronizedSource(BufferedSource source, Runnable cancel) {
        this.source = source;
        this.cancel = cancel;
    }

    /**
     * A body with the bytes of {@code source}.
     *
     * @param cancel ends a wait for more bytes; runs when the body is closed during one
     */
    static BufferedSource of(BufferedSource source, Runnable cancel) {
        return (BufferedSource) Proxy.newProxyInstance(
                BufferedSource.class.getClassLoader(),
                new Class<?>[] {BufferedSource.class},
                new SynchronizedSource(source, cancel));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (!inUse.tryLock()) {
            if (method.getName().equals("close")) {
                cancel.run();
            }
            inUse.lock();
        }
        try {
            return method.invoke(source, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            inUse.unlock();
        }
    }
}
