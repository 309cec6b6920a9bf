/** Parts that several forms share. */
package io.jenkins.plugins.bluegreen.jenkins.form;
