package io.jenkins.plugins.bluegreen.discord.client;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The posts of all builds that wait for one webhook, in order. The first one is being sent. It is removed once its
 * newest state is delivered or given up. Guarded by the queue's lock.
 */
final class PendingPosts {
    private final ArrayDeque<Post> posts = new ArrayDeque<>();

    /** Null if none waits. */
    Post first() {
        return posts.peek();
    }

    List<Post> of(WebhookHealth health) {
        return posts.stream().filter(post -> post.conversation.health == health).toList();
    }

    void add(Post post) {
        posts.add(post);
        post.setQueued(true);
        post.conversation.count(1);
    }

    void remove(Post post) {
        posts.remove(post);
        post.setQueued(false);
        post.conversation.count(-1);
    }

    /** Moves a post to the end if it has a state that is not sent yet. @return whether it has */
    boolean requeue(Post post) {
        if (!post.hasNewState()) {
            return false;
        }
        posts.remove(post);
        posts.add(post);
        return true;
    }
}
