package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantLock;
import okio.BufferedSource;

/**
 * The body of an answer, for one thread at a time. fabric8's okhttp transport closes a body that is cancelled while
 * another thread waits for more of it. okio's buffers don't bear that: their segments, which all connections of the JVM
 * share, get into two hands, and some other request then reads bytes that are not its own, or never ends.
 */
final class OneReader implements InvocationHandler {
    private final ReentrantLock inUse = new ReentrantLock();
    private final BufferedSource source;
    private final Runnable cancel;

    private OneReader(BufferedSource source, Runnable cancel) {
        this.source = source;
        this.cancel = cancel;
    }

    /**
     * The same bytes as {@code source}.
     *
     * @param cancel ends a wait for more bytes; called when somebody closes the body during one
     */
    static BufferedSource of(BufferedSource source, Runnable cancel) {
        return (BufferedSource) Proxy.newProxyInstance(
                BufferedSource.class.getClassLoader(),
                new Class<?>[] {BufferedSource.class},
                new OneReader(source, cancel));
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
