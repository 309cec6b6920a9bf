/**
 * A Discord on the loopback for tests and the demo: the webhook part of its API with the real one's rules, rate limits
 * and faults, and a page that shows the messages.
 *
 * <pre>{@code
 * try (LocalDiscord discord = LocalDiscord.start().next(Answer.serverError(502))) {
 *     post(discord.webhook(), message);
 *     discord.await("the message", () -> !discord.posts().isEmpty());
 *     assertEquals(Set.of(), discord.posts().get(0).pings());
 * }
 * }</pre>
 *
 * It uses no class of the plugin, so that a limit that the plugin misread is found here. Sources: "Webhook Resource",
 * "Message Resource", "Rate Limits", "Opcodes and Status Codes", "API Reference" in Discord's developer documentation.
 * What these leave open (Python's lengths and stripping, names of form errors) is as observed from the API.
 */
package io.jenkins.plugins.bluegreen.discord.local;
