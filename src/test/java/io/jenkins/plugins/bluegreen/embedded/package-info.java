/**
 * A Kubernetes API in the JVM for tests and the demo: real HTTP and watches, controllers, Pods that are HTTP servers on
 * the loopback, Services that are loopback ports.
 *
 * <pre>{@code
 * try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
 *     cluster.namespace("esc");
 *     cluster.as("kubectl").apply("esc", yaml);                  // or cluster.client() of fabric8
 *     cluster.awaitAvailable("esc", "backend-blue");
 *     String url = cluster.serviceUrl("esc", "backend");         // http://127.0.0.1:port, balancing
 * }
 * }</pre>
 *
 * {@link io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster} is the entry point for tests. The other
 * packages are its parts; each uses only those before it:
 * <ul>
 * <li>{@code store}: the objects, in the place of etcd
 * <li>{@code machinery}: what happens to a write
 * <li>{@code controllers}: Deployments, ReplicaSets, EndpointSlices and others
 * <li>{@code pods}: the kubelet and the demo application
 * <li>{@code server}: HTTP, watches, permissions, faults, the request log
 * <li>{@code traffic}: Services as loopback ports, and the HTTP load of tests
 * </ul>
 * Methods by topic:
 * <ul>
 * <li>a client: {@code client()}, {@code kubeconfig()}, {@code url()}, {@code requireToken}
 * <li>objects: {@code get}, {@code list}, {@code namespace}, {@code await}, {@code awaitAvailable}, {@code onWrite},
 * {@code backup}, {@code restore}
 * <li>traffic: {@code serviceUrl}, {@code podUrl}, {@code routingLag}
 * <li>Pods: {@code crash}, {@code oomKill}, {@code setHealth}, {@code setEnv}, {@code logs}, {@code log},
 * {@code knownImages}, {@code registryFails}, {@code registryWorks},
 * {@code nodeCapacity}; what an application does is set by its environment and image tag, see
 * {@link io.jenkins.plugins.bluegreen.embedded.pods.DemoApplication}
 * <li>autoscaling: {@code hpaDesired}, {@code hpaFollowsLoad}, {@code nodeComes}, {@code noNodeComes}
 * <li>other clients: {@code as("kubectl-patch").patchSelector(…)}, see
 * {@link io.jenkins.plugins.bluegreen.embedded.Human}
 * <li>refusals: {@code deny}, {@code allowOnly}, {@code allowAll}, {@code refuse} (an admission webhook)
 * <li>calls: {@code requests()}, see {@link io.jenkins.plugins.bluegreen.embedded.server.RequestLog}
 * <li>misbehaviour: {@code atCall}, {@code when}, {@code always}, {@code clearFaults}, {@code closeWatches},
 * {@code holdWatches}, {@code stop}, {@code restart}, see {@link io.jenkins.plugins.bluegreen.embedded.server.Fault}
 * <li>metrics: {@code prometheus()}, see {@link io.jenkins.plugins.bluegreen.embedded.PrometheusStub}
 * </ul>
 * Resources are named by their plural ({@code services}). The namespace is always the first parameter.
 */
package io.jenkins.plugins.bluegreen.embedded;
