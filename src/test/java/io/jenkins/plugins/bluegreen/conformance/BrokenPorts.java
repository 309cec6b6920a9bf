package io.jenkins.plugins.bluegreen.conformance;

import io.jenkins.plugins.bluegreen.engine.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.Fence;
import io.jenkins.plugins.bluegreen.engine.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.ServiceView;
import io.jenkins.plugins.bluegreen.engine.Traffic;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Function;

/** What an engine would be with a flaw: the cluster as it sees it, but for one thing. */
final class BrokenPorts {
    private BrokenPorts() {}

    /** Services are patched whatever became of them since they were read. */
    static ClusterGateway forgettingThePrecondition(ClusterGateway cluster) {
        return writing(cluster, "patchService", writer -> arguments -> {
            ServiceView read = (ServiceView) arguments[0];
            ServiceView any = new ServiceView(
                    read.name(), null, read.type(), read.traffic(), read.record(), read.selectorManager());
            return writer.patchService(any, (Traffic) arguments[1], (ServiceRecord) arguments[2]);
        });
    }

    /** The Pods that a Service selects count as its endpoints at once. */
    static ClusterGateway notLookingAtEndpoints(ClusterGateway cluster) {
        return replacing(ClusterGateway.class, cluster, "endpoints", arguments -> cluster.service((String) arguments[0])
                .map(service -> cluster.readyPods(service.traffic().selector()))
                .orElseThrow());
    }

    /** The Lease counts as renewed, and is not. */
    static ClusterGateway notRenewingTheLease(ClusterGateway cluster) {
        return writing(cluster, "updateLease", writer -> arguments -> arguments[1]);
    }

    private static ClusterGateway writing(
            ClusterGateway cluster, String method, Function<ClusterWriter, Function<Object[], Object>> instead) {
        return replacing(ClusterGateway.class, cluster, "writer", arguments -> {
            ClusterWriter writer = cluster.writer((Fence) arguments[0]);
            return replacing(ClusterWriter.class, writer, method, instead.apply(writer));
        });
    }

    private static <T> T replacing(Class<T> port, T real, String method, Function<Object[], Object> instead) {
        InvocationHandler handler = (proxy, called, arguments) -> {
            if (called.getName().equals(method)) {
                return instead.apply(arguments);
            }
            try {
                return called.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
    }
}
