package org.jenkinsci.plugins.workflow.graph;

public abstract class BlockEndNode<START extends BlockStartNode> extends FlowNode {
    private BlockEndNode() {}

    public START getStartNode() {
        throw new UnsupportedOperationException();
    }
}
