/**
 * A Discord on the loopback for tests and the demo: the webhook part of its API with the rules, the rate limits and the
 * faults of the real one, and a page that shows the conversation.
 *
 * <pre>{@code
 * try (LocalDiscord discord = LocalDiscord.start().next(Answer.serverError(502))) {
 *     post(discord.webhook(), message);
 *     discord.await("the message", () -> !discord.posts().isEmpty());
 *     assertEquals(Set.of(), discord.posts().get(0).pings());
 * }
 * }</pre>
 *
 * It knows nothing of the plugin, so that a limit misread there is found here. Sources: "Webhook Resource", "Message
 * Resource", "Rate Limits", "Opcodes and Status Codes", "API Reference", all in Discord's developer documentation; what
 * these leave open (Python's lengths and stripping, names of form errors) is as the API answers.
 */
package io.jenkins.plugins.bluegreen.discord.local;
