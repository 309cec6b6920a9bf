package io.jenkins.plugins.bluegreen.embedded.pods;

import io.jenkins.plugins.bluegreen.embedded.controllers.ControllerLoop;
import io.jenkins.plugins.bluegreen.embedded.controllers.EventRecorder;
import io.jenkins.plugins.bluegreen.embedded.controllers.Scheduler;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.Executor;

/** The components that all Pods of the node share. */
public record Node(ObjectStore store, ApiMachinery machinery, ControllerLoop loop, Executor threads,
        EventLoopGroup network, Images images, Scheduler scheduler, Configuration configuration, EventRecorder events,
        Speed speed) {}
