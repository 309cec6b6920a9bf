/** Discord messages that are valid by construction: lengths, mentions, links and files. */
package io.jenkins.plugins.bluegreen.discord.message;
