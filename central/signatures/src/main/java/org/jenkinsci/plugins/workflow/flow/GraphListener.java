package org.jenkinsci.plugins.workflow.flow;

import org.jenkinsci.plugins.workflow.graph.FlowNode;

public interface GraphListener {
    void onNewHead(FlowNode node);
}
