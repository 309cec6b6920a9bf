package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the steps of a build say to webhooks, for as long as the build runs in this process: a webhook that has refused
 * one of them is left alone by all. Webhooks are told apart by their addresses, not by their names.
 */
@Extension
public final class BuildConversations extends RunListener<Run<?, ?>> {
    private final Map<Run<?, ?>, Map<WebhookUrl, Conversation>> first = new HashMap<>();

    public static BuildConversations get() {
        return ExtensionList.lookupSingleton(BuildConversations.class);
    }

    /**
     * What one step says.
     *
     * @param trouble as in {@link Conversation#another}
     */
    public synchronized Conversation open(WebhookUrl webhook, Sender sender, Run<?, ?> run, Consumer<Sentence> trouble) {
        Map<WebhookUrl, Conversation> known = first.getOrDefault(run, Map.of());
        if (known.containsKey(webhook)) {
            return known.get(webhook).another(sender, trouble);
        }
        Conversation opened = SharedDiscord.get().client().open(webhook, sender, trouble);
        // a thread may be late: nobody forgets what belongs to a build that is over already
        if (run.isLogUpdated()) {
            first.computeIfAbsent(run, build -> new HashMap<>()).put(webhook, opened);
        }
        return opened;
    }

    @Override
    public synchronized void onFinalized(Run<?, ?> run) {
        first.remove(run);
    }
}
