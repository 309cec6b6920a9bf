package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.model.Result;
import io.jenkins.plugins.bluegreen.discord.BuildStage;
import io.jenkins.plugins.bluegreen.discord.BuildState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.TagsAction;
import org.jenkinsci.plugins.workflow.actions.ThreadNameAction;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.GraphListener;
import org.jenkinsci.plugins.workflow.graph.BlockEndNode;
import org.jenkinsci.plugins.workflow.graph.BlockStartNode;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;

/**
 * Reads the stages and parallel branches of a block from the build's flow graph, and follows the graph as it grows. The
 * graph's listener only hands over nodes. Everything else runs on an executor, one task after the other.
 */
final class StageTracker implements GraphListener {
    private static final String STAGE_STATUS = "STAGE_STATUS";
    private static final String SKIPPED = "SKIPPED";

    private final FlowExecution flow;
    private final String block;
    private final Executor inOrder;
    private final Consumer<List<BuildStage>> consumer;

    private final List<String> order = new ArrayList<>();
    private final Map<String, BuildStage> stages = new HashMap<>();
    private final Map<String, BuildState> worst = new HashMap<>();
    /** Stages that a Declarative Pipeline puts into a branch of the same name, with their branches. */
    private final Map<String, String> twins = new HashMap<>();

    /**
     * A tracker; {@link #begin} attaches it.
     *
     * @param block    the id of the block's start node
     * @param consumer gets all stages, on a thread of the executor
     */
    StageTracker(FlowExecution flow, String block, Executor inOrder, Consumer<List<BuildStage>> consumer) {
        this.flow = flow;
        this.block = block;
        this.inOrder = inOrder;
        this.consumer = consumer;
    }

    /** Starts to report the stages whenever one begins or ends. */
    void begin() {
        flow.addListener(this);
    }

    void end() {
        flow.removeListener(this);
    }

    @Override
    public void onNewHead(FlowNode node) {
        inOrder.execute(() -> {
            if (add(node)) {
                report();
            }
        });
    }

    /** Reads the whole block from the graph, and reports its stages. On a thread of the executor. */
    void read() throws IOException {
        order.clear();
        stages.clear();
        worst.clear();
        twins.clear();
        DepthFirstScanner scanner = new DepthFirstScanner();
        scanner.setup(flow.getCurrentHeads(), Set.of(flow.getNode(block)));
        List<FlowNode> nodes = new ArrayList<>();
        scanner.forEach(nodes::add);
        // ids are increasing numbers
        nodes.sort(Comparator.comparing((FlowNode node) -> node.getId().length()).thenComparing(FlowNode::getId));
        nodes.forEach(this::add);
        report();
    }

    private void report() {
        consumer.accept(order.stream().map(stages::get).toList());
    }

    /** Adds a node. @return whether a stage has changed */
    private boolean add(FlowNode node) {
        List<String> around = around(node);
        if (around == null) {
            return false;
        }
        node.getParents().forEach(this::warn);
        warn(node);
        if (node instanceof BlockStartNode) {
            return begun(node, around);
        }
        return node instanceof BlockEndNode<?> end && ended(end.getStartNode(), end);
    }

    /** The enclosing blocks of a node within ours, innermost first; null for a node outside of ours. */
    private List<String> around(FlowNode node) {
        List<String> all = node.getAllEnclosingIds();
        int ours = all.indexOf(block);
        return ours < 0 ? null : all.subList(0, ours);
    }

    private boolean begun(FlowNode node, List<String> around) {
        LabelAction label = node.getPersistentAction(LabelAction.class);
        if (label == null || stages.containsKey(node.getId())) {
            return false;
        }
        ThreadNameAction branch = node.getPersistentAction(ThreadNameAction.class);
        String name = branch == null ? label.getDisplayName() : branch.getThreadName();
        List<String> parents = around.stream().filter(stages::containsKey).toList();
        int at = order.size();
        if (!parents.isEmpty()) {
            BuildStage parent = stages.get(parents.get(0));
            at = order.indexOf(parents.get(0)) + 1;
            boolean isFirst = at == order.size() || stages.get(order.get(at)).depth() <= parent.depth();
            if (isFirst && branch == null && name.equals(parent.name())) {
                twins.put(node.getId(), parents.get(0));
                return false;
            }
            while (at < order.size() && stages.get(order.get(at)).depth() > parent.depth()) {
                at++;
            }
        }
        order.add(at, node.getId());
        stages.put(
                node.getId(),
                new BuildStage(name, parents.size(), BuildState.RUNNING, TimingAction.getStartTime(node), 0));
        return true;
    }

    private boolean ended(FlowNode start, FlowNode end) {
        String id = twins.getOrDefault(start.getId(), start.getId());
        BuildStage stage = stages.get(id);
        if (stage == null) {
            return false;
        }
        // a Declarative Pipeline ends a skipped stage with an error
        String tag = TagsAction.getTagValue(start, STAGE_STATUS);
        if (tag != null && tag.startsWith(SKIPPED)) {
            worst.put(id, BuildState.NOT_BUILT);
        }
        if (!id.equals(start.getId()) || stage.state() != BuildState.RUNNING) {
            return false;
        }
        ErrorAction error = end.getError();
        BuildState state = worst.getOrDefault(id, BuildState.SUCCESS);
        if (error != null && state != BuildState.NOT_BUILT) {
            state = BuildReader.state(error.getError());
        }
        long now = TimingAction.getStartTime(end);
        stages.put(id, new BuildStage(stage.name(), stage.depth(), state, stage.startMillis(), now));
        return true;
    }

    /** Marks the stages of a step that set a result without failing, for example {@code unstable}. */
    private void warn(FlowNode node) {
        WarningAction warning = node.getPersistentAction(WarningAction.class);
        List<String> around = warning == null ? null : around(node);
        if (around != null) {
            Result result = warning.getResult();
            around.forEach(id -> worst.merge(id, BuildReader.state(result), BuildState::and));
        }
    }
}
