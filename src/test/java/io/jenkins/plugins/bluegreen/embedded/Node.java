package io.jenkins.plugins.bluegreen.embedded;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.Executor;

/** What every Pod on the one node shares. */
record Node(ObjectStore store, ApiMachinery machinery, ControllerLoop loop, Executor threads, EventLoopGroup network,
        Images images, Scheduler scheduler, Configuration configuration, EventRecorder events, Speed speed) {}
