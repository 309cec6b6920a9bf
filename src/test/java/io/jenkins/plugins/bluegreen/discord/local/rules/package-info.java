/** The rules by which Discord accepts a message: lengths, embeds, mentions, URLs, forms; and its error bodies. */
package io.jenkins.plugins.bluegreen.discord.local.rules;
