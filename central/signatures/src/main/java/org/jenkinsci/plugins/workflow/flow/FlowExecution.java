package org.jenkinsci.plugins.workflow.flow;

import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.graph.FlowNode;

public abstract class FlowExecution {
    private FlowExecution() {}

    public abstract List<FlowNode> getCurrentHeads();

    public abstract void addListener(GraphListener listener);

    public void removeListener(GraphListener listener) {
        throw new UnsupportedOperationException();
    }

    public abstract FlowNode getNode(String id) throws IOException;
}
