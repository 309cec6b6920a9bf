/** The page that shows the messages of the local Discord as HTML. */
package io.jenkins.plugins.bluegreen.discord.local.page;
