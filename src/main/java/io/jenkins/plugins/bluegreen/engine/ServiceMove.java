package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import java.io.Serializable;

/** One active Service of a release: where it was, where it goes, and whether it is there. */
final class ServiceMove implements Serializable {
    private static final long serialVersionUID = 1L;

    final String service;
    /** The version that was decided on; null when the Service was not there. */
    final String version;
    /** What it looked like; null when it was not there. */
    final Traffic from;
    final Traffic to;
    final ServiceRecord before;
    /** Where it goes back to; null for a Service that only this release made, which is deleted. */
    final Traffic back;
    /** An adopted Service's selector as its owner wrote it; null for one that has a colour. */
    final Traffic unpinned;

    boolean moved;
    /** Where somebody else sent it in the meantime; null while it is where we know it to be. */
    Traffic taken;
    /** Whether somebody else deleted it. */
    boolean gone;

    ServiceMove(
            String service,
            String version,
            Traffic from,
            Traffic to,
            ServiceRecord before,
            Traffic back,
            Traffic unpinned) {
        this.service = service;
        this.version = version;
        this.from = from;
        this.to = to;
        this.before = before;
        this.back = back;
        this.unpinned = unpinned;
    }

    /** It sends its requests to the candidate. */
    void done() {
        moved = true;
        taken = null;
    }

    /** Whether {@code traffic} is where this release has left the Service. */
    boolean isAt(Traffic traffic) {
        Traffic left = moved ? to : from;
        return left != null && traffic.selectsAs(left) || unpinned != null && traffic.selectsAs(unpinned);
    }

    /** The Service as it was decided on, for a patch that must not overwrite anything newer. */
    ServiceView expected() {
        return new ServiceView(service, version, "", unpinned == null ? from : unpinned, before, "");
    }
}
