package io.jenkins.plugins.bluegreen.jenkins.discord;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.bluegreen.discord.client.Conversation;
import io.jenkins.plugins.bluegreen.discord.message.DiscordException;
import io.jenkins.plugins.bluegreen.discord.message.Sender;
import io.jenkins.plugins.bluegreen.discord.message.WebhookUrl;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.config.SharedDiscord;
import io.jenkins.plugins.bluegreen.jenkins.config.WebhookEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Webhooks;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The conversations of running builds with webhooks. All steps of a build share what Discord refused: a webhook that
 * answered one step with 404 gets no more requests from the others. Webhooks are equal if their addresses are, whatever
 * their names.
 */
@Extension
public final class BuildConversations extends RunListener<Run<?, ?>> {
    private final Map<Run<?, ?>, Map<WebhookUrl, Conversation>> first = new HashMap<>();

    /**
     * Opens a conversation of one step of a build with a webhook. Reads credentials, so not on the CPS thread.
     *
     * @param trouble as in {@link Conversation#another}
     * @throws AbortException if the credentials are missing, or hold no address of a webhook
     */
    public static Conversation open(WebhookEntry webhook, Run<?, ?> run, Consumer<Sentence> trouble)
            throws AbortException {
        try {
            return ExtensionList.lookupSingleton(BuildConversations.class)
                    .open(Webhooks.address(webhook, run), webhook.sender(), run, trouble);
        } catch (DiscordException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private synchronized Conversation open(
            WebhookUrl webhook, Sender sender, Run<?, ?> run, Consumer<Sentence> trouble) {
        Map<WebhookUrl, Conversation> known = first.getOrDefault(run, Map.of());
        if (known.containsKey(webhook)) {
            return known.get(webhook).another(sender, trouble);
        }
        Conversation opened = SharedDiscord.get().client().open(webhook, sender, trouble);
        // a late thread of a finished build: nothing would remove its entry
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
