/** What a build was given from credentials: its values are masked in what releases and messages say. */
package io.jenkins.plugins.bluegreen.jenkins.secrets;
